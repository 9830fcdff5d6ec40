-- A store as schema 0005 was written by the program of that time; the people and charts are invented.
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0005');
CREATE TABLE bookmark (
	id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	document_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	note VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(item_id) REFERENCES work_item (id), 
	FOREIGN KEY(person_id) REFERENCES person (id), 
	FOREIGN KEY(document_id) REFERENCES document (id)
);
INSERT INTO "bookmark" VALUES(1,1,1,1,3,'look again');
CREATE TABLE broken_glass (
	id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	reason VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	until DATETIME NOT NULL, 
	seen_by VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(item_id) REFERENCES work_item (id), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "broken_glass" VALUES(1,2,4,'asked to look at the laterality by phone','2026-11-28 13:30:33.000000','2026-11-28 14:30:33.000000','');
CREATE TABLE change (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	scope VARCHAR NOT NULL, 
	label VARCHAR NOT NULL, 
	parts VARCHAR NOT NULL, 
	undone BOOLEAN NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "change" VALUES(1,1,'item:1','I50.23 posted','[{"before": [], "after": [{"id": 1, "system": "icd10cm", "code": "I5023", "title": "Acute on chronic systolic (congestive) heart failure", "role": "principal", "sequence": 1, "poa": "Y", "modifiers": "", "units": 1, "pointers": "", "service_date": null, "source": "coder", "person": "ann", "at": "2026-11-28T09:34:42.085884+00:00", "evidence": "[]"}]}]',0,'2026-11-28 09:34:42.085884');
INSERT INTO "change" VALUES(2,1,'item:1','I10 posted','[{"before": [{"id": 1, "system": "icd10cm", "code": "I5023", "title": "Acute on chronic systolic (congestive) heart failure", "role": "principal", "sequence": 1, "poa": "Y", "modifiers": "", "units": 1, "pointers": "", "service_date": null, "source": "coder", "person": "ann", "at": "2026-11-28T09:34:42.085884+00:00", "evidence": "[]"}], "after": [{"id": 1, "system": "icd10cm", "code": "I5023", "title": "Acute on chronic systolic (congestive) heart failure", "role": "principal", "sequence": 1, "poa": "Y", "modifiers": "", "units": 1, "pointers": "", "service_date": null, "source": "coder", "person": "ann", "at": "2026-11-28T09:34:42.085884+00:00", "evidence": "[]"}, {"id": 2, "system": "icd10cm", "code": "I10", "title": "Essential (primary) hypertension", "role": "secondary", "sequence": 2, "poa": "Y", "modifiers": "", "units": 1, "pointers": "", "service_date": null, "source": "coder", "person": "ann", "at": "2026-11-28T09:34:43.886470+00:00", "evidence": "[]"}]}]',0,'2026-11-28 09:34:43.886470');
INSERT INTO "change" VALUES(3,1,'item:1','I10 removed','[{"before": [{"id": 1, "system": "icd10cm", "code": "I5023", "title": "Acute on chronic systolic (congestive) heart failure", "role": "principal", "sequence": 1, "poa": "Y", "modifiers": "", "units": 1, "pointers": "", "service_date": null, "source": "coder", "person": "ann", "at": "2026-11-28T09:34:42.085884+00:00", "evidence": "[]"}, {"id": 2, "system": "icd10cm", "code": "I10", "title": "Essential (primary) hypertension", "role": "secondary", "sequence": 2, "poa": "Y", "modifiers": "", "units": 1, "pointers": "", "service_date": null, "source": "coder", "person": "ann", "at": "2026-11-28T09:34:43.886470+00:00", "evidence": "[]"}], "after": [{"id": 1, "system": "icd10cm", "code": "I5023", "title": "Acute on chronic systolic (congestive) heart failure", "role": "principal", "sequence": 1, "poa": "Y", "modifiers": "", "units": 1, "pointers": "", "service_date": null, "source": "coder", "person": "ann", "at": "2026-11-28T09:34:42.085884+00:00", "evidence": "[]"}]}]',0,'2026-11-28 09:34:45.267679');
INSERT INTO "change" VALUES(4,3,'queue','given to bob','[{"item": 2, "version": 2, "before": {"state": "open", "assignee": null, "held_reason": "", "held_until": null}, "after": {"state": "open", "assignee": "bob", "held_reason": "", "held_until": null}}]',0,'2026-11-28 09:34:48.090348');
INSERT INTO "change" VALUES(5,3,'queue','on hold: missing document','[{"item": 3, "version": 2, "before": {"state": "open", "assignee": null, "held_reason": "", "held_until": null}, "after": {"state": "held", "assignee": null, "held_reason": "missing_document", "held_until": "2031-06-30"}}]',0,'2026-11-28 09:34:51.330245');
INSERT INTO "change" VALUES(6,1,'queue','given to bob','[{"item": 1, "version": 6, "before": {"state": "in_work", "assignee": "ann", "held_reason": "", "held_until": null}, "after": {"state": "open", "assignee": "bob", "held_reason": "", "held_until": null}}]',0,'2026-11-28 09:34:55.832082');
CREATE TABLE client (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (name)
);
INSERT INTO "client" VALUES(1,'north');
INSERT INTO "client" VALUES(2,'south');
CREATE TABLE code_assignment (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	item_id INTEGER NOT NULL, 
	system VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	sequence INTEGER NOT NULL, 
	poa VARCHAR NOT NULL, 
	modifiers VARCHAR NOT NULL, 
	units INTEGER NOT NULL, 
	pointers VARCHAR NOT NULL, 
	service_date DATE, 
	evidence VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	person VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	FOREIGN KEY(item_id) REFERENCES work_item (id)
);
INSERT INTO "code_assignment" VALUES(1,1,'icd10cm','I5023','Acute on chronic systolic (congestive) heart failure','principal',1,'Y','',1,'',NULL,'[]','coder','ann','2026-11-28 09:34:42.085884');
CREATE TABLE code_set (
	id INTEGER NOT NULL, 
	person_id INTEGER, 
	name VARCHAR NOT NULL, 
	lines VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "code_set" VALUES(1,1,'failing heart','[["icd10cm", "I50.23"]]');
CREATE TABLE dispute (
	id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	code VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	closed BOOLEAN NOT NULL, 
	reason VARCHAR NOT NULL, 
	raised_by VARCHAR NOT NULL, 
	raised_at DATETIME NOT NULL, 
	owner VARCHAR NOT NULL, 
	due DATE NOT NULL, 
	amount_cents INTEGER NOT NULL, 
	carc VARCHAR NOT NULL, 
	rarc VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(item_id) REFERENCES work_item (id)
);
INSERT INTO "dispute" VALUES(1,1,'','coding','open',0,'principal diagnosis','ann','2026-11-28 09:34:53.465363','lena','2031-06-01',18250,'','');
CREATE TABLE dispute_step (
	id INTEGER NOT NULL, 
	dispute_id INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	person VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	note VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(dispute_id) REFERENCES dispute (id)
);
INSERT INTO "dispute_step" VALUES(1,1,'open','ann','2026-11-28 09:34:53.465363','principal diagnosis');
CREATE TABLE document (
	id INTEGER NOT NULL, 
	encounter_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	superseded BOOLEAN NOT NULL, 
	title VARCHAR NOT NULL, 
	type VARCHAR NOT NULL, 
	author VARCHAR NOT NULL, 
	authored_at DATETIME, 
	text TEXT NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (encounter_id, name, version), 
	FOREIGN KEY(encounter_id) REFERENCES encounter (id)
);
INSERT INTO "document" VALUES(1,1,'stay.txt',1,0,'discharge summary','discharge summary','',NULL,'DISCHARGE SUMMARY
Acute on chronic systolic heart failure. Hypertension.
','e0342c20e4eec2530b4992cb3ea435b202b1e388885a8375d913e77d1fd03994');
INSERT INTO "document" VALUES(2,2,'clinic.txt',1,0,'clinic note','clinic note','',NULL,'CLINIC NOTE
Type 2 diabetes, no complications.
','1f42e8dded575b763f3232ab7ad4d545043013832950d27e5df2087f2089b634');
INSERT INTO "document" VALUES(3,3,'clinic.txt',1,0,'clinic','','',NULL,'CLINIC NOTE
Type 2 diabetes, no complications.
','1f42e8dded575b763f3232ab7ad4d545043013832950d27e5df2087f2089b634');
INSERT INTO "document" VALUES(4,4,'clinic.txt',1,0,'clinic','','',NULL,'CLINIC NOTE
Type 2 diabetes, no complications.
','1f42e8dded575b763f3232ab7ad4d545043013832950d27e5df2087f2089b634');
CREATE TABLE document_read (
	person_id INTEGER NOT NULL, 
	document_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (person_id, document_id), 
	FOREIGN KEY(person_id) REFERENCES person (id), 
	FOREIGN KEY(document_id) REFERENCES document (id)
);
INSERT INTO "document_read" VALUES(1,1,'2026-11-28 09:35:22.733745');
CREATE TABLE encounter (
	id INTEGER NOT NULL, 
	facility_id INTEGER NOT NULL, 
	account VARCHAR NOT NULL, 
	mrn VARCHAR NOT NULL, 
	patient VARCHAR NOT NULL, 
	birth_date DATE, 
	sex VARCHAR NOT NULL, 
	setting VARCHAR NOT NULL, 
	service_from DATE NOT NULL, 
	service_to DATE NOT NULL, 
	payer VARCHAR NOT NULL, 
	attending VARCHAR NOT NULL, 
	charges_cents INTEGER NOT NULL, 
	words TEXT NOT NULL, specialty VARCHAR DEFAULT '' NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (facility_id, account), 
	FOREIGN KEY(facility_id) REFERENCES facility (id)
);
INSERT INTO "encounter" VALUES(1,1,'STAY1','M1','Okafor, Ada','1959-03-02','F','inpatient','2026-05-14','2026-05-19','Medicare','',4821000,'stay1 okafor, ada m1 medicare  north inpatient ip','');
INSERT INTO "encounter" VALUES(2,1,'CLINIC1','M2','Ruiz, Marco','1980-05-05','M','outpatient','2026-05-18','2026-05-18','Aetna','',118000,'clinic1 ruiz, marco m2 aetna  north outpatient op','');
INSERT INTO "encounter" VALUES(3,2,'OFFICE1','M3','Lind, Per','1950-01-01','M','professional','2026-05-02','2026-05-02','Medicare','',18250,'office1 lind, per m3 medicare  south professional pro','');
INSERT INTO "encounter" VALUES(4,2,'OLD1','M4','Sand, Zoë','1941-01-01','F','outpatient','2014-12-01','2014-12-01','Medicare','',-1,'old1 sand, zoe m4 medicare  south outpatient op','');
CREATE TABLE event (
	sequence INTEGER NOT NULL, 
	at VARCHAR NOT NULL, 
	person VARCHAR NOT NULL, 
	os_account VARCHAR NOT NULL, 
	what VARCHAR NOT NULL, 
	item_id INTEGER, 
	item VARCHAR NOT NULL, 
	"before" VARCHAR NOT NULL, 
	"after" VARCHAR NOT NULL, 
	previous VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	PRIMARY KEY (sequence), 
	UNIQUE (previous)
);
INSERT INTO "event" VALUES(1,'2026-11-28T09:34:28.671+00:00','root','root','person added',NULL,'','{}','{"credentials":["CPC"],"name":"ann","role":"coder"}','0000000000000000000000000000000000000000000000000000000000000000','f9166ed5af49d076edc9c5d34778416ef3669b6deb32f9940e3190855a5226c9');
INSERT INTO "event" VALUES(2,'2026-11-28T09:34:31.247+00:00','root','root','person added',NULL,'','{}','{"credentials":[],"name":"bob","role":"coder"}','f9166ed5af49d076edc9c5d34778416ef3669b6deb32f9940e3190855a5226c9','b983fde7e2efde611f999eb60f1be73cdc5571b67c1b1bc894856a8cca07a9b6');
INSERT INTO "event" VALUES(3,'2026-11-28T09:34:33.539+00:00','root','root','person added',NULL,'','{}','{"credentials":[],"name":"lena","role":"lead"}','b983fde7e2efde611f999eb60f1be73cdc5571b67c1b1bc894856a8cca07a9b6','0284c3d28e817639e8fb579ecbd6878602543ad4da6db4b879de92c4528162b0');
INSERT INTO "event" VALUES(4,'2026-11-28T09:34:36.731+00:00','lena','root','imported',1,'STAY1','{}','{"documents":1}','0284c3d28e817639e8fb579ecbd6878602543ad4da6db4b879de92c4528162b0','94ea3aa1c771e032647c678ccfd931ac9bb36f4a12d89841baec2accf08ab9f7');
INSERT INTO "event" VALUES(5,'2026-11-28T09:34:36.731+00:00','lena','root','imported',2,'CLINIC1','{}','{"documents":1}','94ea3aa1c771e032647c678ccfd931ac9bb36f4a12d89841baec2accf08ab9f7','7164c99568d249b7f567db7936664df18e0ef40113bbe8a87105c463b04d895f');
INSERT INTO "event" VALUES(6,'2026-11-28T09:34:36.731+00:00','lena','root','imported',3,'OFFICE1','{}','{"documents":1}','7164c99568d249b7f567db7936664df18e0ef40113bbe8a87105c463b04d895f','253fed1363074aa95a36bb33c85ea7a0c8548c76a4361ea81ce0a5805eadacd0');
INSERT INTO "event" VALUES(7,'2026-11-28T09:34:36.731+00:00','lena','root','imported',4,'OLD1','{}','{"documents":1}','253fed1363074aa95a36bb33c85ea7a0c8548c76a4361ea81ce0a5805eadacd0','fd07d00ecae9d5981dbd4f7d5538fa78eca9d70df68e9f3171953f00d9552c00');
INSERT INTO "event" VALUES(8,'2026-11-28T09:34:36.815+00:00','lena','root','import',NULL,'','{}','{"encounters":4,"files":["charts"],"rejected":0,"report_sha256":"4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945","unchanged":0,"updated":0}','fd07d00ecae9d5981dbd4f7d5538fa78eca9d70df68e9f3171953f00d9552c00','498dfa2f08ab6118feec98427aaf7d01e5e64e07942f2d57124d5f5df8f799f3');
INSERT INTO "event" VALUES(9,'2026-11-28T09:34:39.470+00:00','ann','root','claimed',1,'STAY1','{"assignee":"","state":"open","version":1}','{"assignee":"ann","state":"in_work","version":2}','498dfa2f08ab6118feec98427aaf7d01e5e64e07942f2d57124d5f5df8f799f3','be51ea5b2267b50963023b0b3cfa17dbf628c2182e1648e029ece260d3137da8');
INSERT INTO "event" VALUES(10,'2026-11-28T09:34:42.085+00:00','ann','root','codes: I50.23 posted',1,'STAY1','{"codes":[]}','{"codes":[["icd10cm","I50.23","principal","Y","",1,""]]}','be51ea5b2267b50963023b0b3cfa17dbf628c2182e1648e029ece260d3137da8','c0262e27a7d29320d458229c792dd8cc1e9bb29dea1c392da45f10b0214c5949');
INSERT INTO "event" VALUES(11,'2026-11-28T09:34:43.886+00:00','ann','root','codes: I10 posted',1,'STAY1','{"codes":[["icd10cm","I50.23","principal","Y","",1,""]]}','{"codes":[["icd10cm","I50.23","principal","Y","",1,""],["icd10cm","I10","secondary","Y","",1,""]]}','c0262e27a7d29320d458229c792dd8cc1e9bb29dea1c392da45f10b0214c5949','5f872f5835dffeee2cbd40b0f06fe31c5ae525506fc780016bae1f0771a5e63d');
INSERT INTO "event" VALUES(12,'2026-11-28T09:34:45.267+00:00','ann','root','codes: I10 removed',1,'STAY1','{"codes":[["icd10cm","I50.23","principal","Y","",1,""],["icd10cm","I10","secondary","Y","",1,""]]}','{"codes":[["icd10cm","I50.23","principal","Y","",1,""]]}','5f872f5835dffeee2cbd40b0f06fe31c5ae525506fc780016bae1f0771a5e63d','ba493bfc82656cafecbe5e999d6a8b153d8b7d13472509c0d3f7a770e9d439d9');
INSERT INTO "event" VALUES(13,'2026-11-28T09:34:48.090+00:00','lena','root','given',2,'CLINIC1','{"assignee":"","state":"open","version":1}','{"assignee":"bob","reason":"","state":"open","to":"bob","version":2}','ba493bfc82656cafecbe5e999d6a8b153d8b7d13472509c0d3f7a770e9d439d9','74a128f1e009970d866365e2690c670042a0e944f9ed4a1948d51b85b893243f');
INSERT INTO "event" VALUES(14,'2026-11-28T09:34:51.330+00:00','lena','root','held',3,'OFFICE1','{"assignee":"","state":"open","version":1}','{"assignee":"","note":"path report","reason":"missing_document","state":"held","until":"2031-06-30","version":2}','74a128f1e009970d866365e2690c670042a0e944f9ed4a1948d51b85b893243f','26666e5d6558bcb20d85580f87cbc84eeb2a158baaba5a77cec6025f2d0b2413');
INSERT INTO "event" VALUES(15,'2026-11-28T09:34:53.465+00:00','ann','root','dispute raised',1,'STAY1','{}','{"code":"","dispute":1,"due":"2031-06-01","kind":"coding","owner":"lena"}','26666e5d6558bcb20d85580f87cbc84eeb2a158baaba5a77cec6025f2d0b2413','f46b74a5392cd72fd2da9b43a6f04ed87ceb981aa2029d11e4d6c1fa6863fc40');
INSERT INTO "event" VALUES(16,'2026-11-28T09:34:55.832+00:00','ann','root','given',1,'STAY1','{"assignee":"ann","state":"in_work","version":5}','{"assignee":"bob","reason":"","state":"open","to":"bob","version":6}','f46b74a5392cd72fd2da9b43a6f04ed87ceb981aa2029d11e4d6c1fa6863fc40','052531993321620ed5d899b2fa5388655289e6664c4073ecadbfa0e12bfb8749');
INSERT INTO "event" VALUES(17,'2026-11-28T09:34:55.832+00:00','ann','root','hand-off written',NULL,'','{}','{"hand_off":1,"items":1,"severity":"stable","to":"bob"}','052531993321620ed5d899b2fa5388655289e6664c4073ecadbfa0e12bfb8749','6625f8ff5c017cd0978dae9b125eac6cadd2e3e5955f6c54c38efd79700766bd');
INSERT INTO "event" VALUES(18,'2026-11-28T09:34:58.627+00:00','bob','root','hand-off accepted',NULL,'','{}','{"hand_off":1}','6625f8ff5c017cd0978dae9b125eac6cadd2e3e5955f6c54c38efd79700766bd','1cc147450fc81f11820571737b4b9f19753fdc5727009431ee3d95fd6b069461');
INSERT INTO "event" VALUES(19,'2026-11-28T09:35:22.710+00:00','ann','root','note written',1,'STAY1','{"characters":0,"sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}','{"characters":15,"sha256":"a97fb2391655b4201287a839544c38fe75d18969743e0e03489906a72b6289ce"}','1cc147450fc81f11820571737b4b9f19753fdc5727009431ee3d95fd6b069461','fc06451ea952ab92d5bdbb8de0291f6790dd2da43e9a294ed911658a14eb0aa8');
INSERT INTO "event" VALUES(20,'2026-11-28T09:35:22.733+00:00','ann','root','document read',1,'STAY1','{}','{"document":1}','fc06451ea952ab92d5bdbb8de0291f6790dd2da43e9a294ed911658a14eb0aa8','94df8ea52b21faa74229c2932113dc2b3e676515a0f2125fbeb7600795271931');
INSERT INTO "event" VALUES(21,'2026-11-28T09:35:22.957+00:00','ann','root','own word kept',NULL,'','{"told":"","typed":"hf"}','{"told":"heart failure","typed":"hf"}','94df8ea52b21faa74229c2932113dc2b3e676515a0f2125fbeb7600795271931','e0e7839bc31a934de93bf5d229bd64c95c79c21b85736a5807dc32ecea417a05');
INSERT INTO "event" VALUES(22,'2026-11-28T09:35:22.964+00:00','lena','root','team word kept',NULL,'','{"told":"","typed":"dm"}','{"told":"type 2 diabetes","typed":"dm"}','e0e7839bc31a934de93bf5d229bd64c95c79c21b85736a5807dc32ecea417a05','38048050e8e5c941b3d00a45267058b6d71733ec51bcc55ac6e15416fd4d9c75');
INSERT INTO "event" VALUES(23,'2026-11-28T09:35:22.973+00:00','ann','root','favourite kept',NULL,'','{}','{"code":"I5023"}','38048050e8e5c941b3d00a45267058b6d71733ec51bcc55ac6e15416fd4d9c75','8f1c6a349620548a115b2b44c96409c7c409157ddb266b637e5e35a846397c44');
INSERT INTO "event" VALUES(24,'2026-11-28T09:35:23.025+00:00','ann','root','code set kept',NULL,'','{"codes":[],"name":"failing heart"}','{"codes":["I50.23"],"name":"failing heart"}','8f1c6a349620548a115b2b44c96409c7c409157ddb266b637e5e35a846397c44','e789688bd99ac4e7b37dcf08729248e28a86acf4b31f762456680de717d0a7e1');
INSERT INTO "event" VALUES(25,'2026-11-28T12:55:59.133+00:00','root','root','store upgraded',NULL,'','{"schema":"0003"}','{"schema":"0004"}','e789688bd99ac4e7b37dcf08729248e28a86acf4b31f762456680de717d0a7e1','409842110d15901c198cf95dc243c2411e64e1bf93fc0894b08427d2995b8b50');
INSERT INTO "event" VALUES(26,'2026-11-28T13:30:12.000+00:00','lena','root','person added',NULL,'','{}','{"credentials":["COC","CPC-A"],"name":"cy","role":"coder"}','409842110d15901c198cf95dc243c2411e64e1bf93fc0894b08427d2995b8b50','71295cbfc3b5c952a3a94d819fb34fcf268745d8a4d406d2fe6b513b9199b23e');
INSERT INTO "event" VALUES(27,'2026-11-28T13:30:18.000+00:00','lena','root','routing changed',NULL,'','{"client":"north","credentials":"usual","setting":"outpatient"}','{"client":"north","credentials":["COC","CIC"],"setting":"outpatient"}','71295cbfc3b5c952a3a94d819fb34fcf268745d8a4d406d2fe6b513b9199b23e','c98773ce07362bc9941b25faba33027e92a3e4213dbe2d85ba0725586f9b0c4b');
INSERT INTO "event" VALUES(28,'2026-11-28T13:30:21.000+00:00','lena','root','clients changed',NULL,'','{"clients":"all","name":"cy"}','{"clients":["south"],"name":"cy"}','c98773ce07362bc9941b25faba33027e92a3e4213dbe2d85ba0725586f9b0c4b','5af292db9a4843b300ccfa4e7aa6b75b31b05a21e80bb085e283440172f45368');
INSERT INTO "event" VALUES(29,'2026-11-28T13:30:27.000+00:00','lena','root','away',NULL,'','{"name":"cy","until":""}','{"name":"cy","until":"2026-12-24"}','5af292db9a4843b300ccfa4e7aa6b75b31b05a21e80bb085e283440172f45368','4417a426b0688d37e558822f0ba18915dcbc3a6c2ae1522717ca0226c72d7f08');
INSERT INTO "event" VALUES(30,'2026-11-28T13:30:30.000+00:00','ann','root','skipped',4,'OLD1','{"assignee":"","state":"open","version":1}','{"assignee":"","reason":"the scan cannot be read","state":"open","version":1}','4417a426b0688d37e558822f0ba18915dcbc3a6c2ae1522717ca0226c72d7f08','b4be4d1525c404688d75a7721d00e1a538a94de16c123764368f0ac876b3abe2');
INSERT INTO "event" VALUES(31,'2026-11-28T13:30:33.000+00:00','cy','root','glass broken',2,'CLINIC1','{}','{"client":"north","reason":"asked to look at the laterality by phone"}','b4be4d1525c404688d75a7721d00e1a538a94de16c123764368f0ac876b3abe2','81b353b12d433fdc4ec417ea5f8911e6525ec89f33aecd9714c4624087a1bad4');
INSERT INTO "event" VALUES(32,'2026-11-28T15:22:49.509+00:00','root','root','store upgraded',NULL,'','{"schema":"0004"}','{"schema":"0005"}','81b353b12d433fdc4ec417ea5f8911e6525ec89f33aecd9714c4624087a1bad4','307c94c79dd8d5779d2d0a9abf2391780d01a1ae7459b8ef8722e36e6662d769');
INSERT INTO "event" VALUES(33,'2026-11-28T15:22:49.516+00:00','lena','root','specialties changed',NULL,'','{"name":"bob","specialties":[]}','{"name":"bob","specialties":["cardiology","oncology"]}','307c94c79dd8d5779d2d0a9abf2391780d01a1ae7459b8ef8722e36e6662d769','f84f588b030908846977ebbce562f28104f451c1040152dc91fb438b65f27b3f');
CREATE TABLE facility (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	client_id INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (name), 
	FOREIGN KEY(client_id) REFERENCES client (id)
);
INSERT INTO "facility" VALUES(1,'north',1);
INSERT INTO "facility" VALUES(2,'south',2);
CREATE TABLE favourite (
	person_id INTEGER NOT NULL, 
	system VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	PRIMARY KEY (person_id, system, code), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "favourite" VALUES(1,'icd10cm','I5023');
CREATE TABLE finding_override (
	item_id INTEGER NOT NULL, 
	rule VARCHAR NOT NULL, 
	codes VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	person VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (item_id, rule, codes), 
	FOREIGN KEY(item_id) REFERENCES work_item (id)
);
CREATE TABLE hand_off (
	id INTEGER NOT NULL, 
	sender VARCHAR NOT NULL, 
	receiver VARCHAR NOT NULL, 
	severity VARCHAR NOT NULL, 
	summary VARCHAR NOT NULL, 
	actions VARCHAR NOT NULL, 
	contingencies VARCHAR NOT NULL, 
	written_at DATETIME NOT NULL, 
	accepted_at DATETIME, 
	readback VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "hand_off" VALUES(1,'ann','bob','stable','waits for the path report','[["call Dr Ash", "bob", ""]]','[["report comes", "recode"]]','2026-11-28 09:34:55.832082','2026-11-28 09:34:58.627094','call Dr Ash, then recode');
CREATE TABLE hand_off_draft (
	person_id INTEGER NOT NULL, 
	form VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (person_id), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "hand_off_draft" VALUES(1,'To: bob
Stays: waits for the scan','2026-11-28 13:30:36.000000');
CREATE TABLE hand_off_item (
	hand_off_id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	PRIMARY KEY (hand_off_id, item_id), 
	FOREIGN KEY(hand_off_id) REFERENCES hand_off (id), 
	FOREIGN KEY(item_id) REFERENCES work_item (id)
);
INSERT INTO "hand_off_item" VALUES(1,1);
CREATE TABLE hold (
	id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	reason VARCHAR NOT NULL, 
	note VARCHAR NOT NULL, 
	until DATE, 
	person VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	ended_at DATETIME, 
	PRIMARY KEY (id), 
	FOREIGN KEY(item_id) REFERENCES work_item (id)
);
INSERT INTO "hold" VALUES(1,3,'missing_document','path report','2031-06-30','lena','2026-11-28 09:34:51.330245',NULL);
CREATE TABLE last_search (
	person_id INTEGER NOT NULL, 
	term VARCHAR NOT NULL, 
	PRIMARY KEY (person_id), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "last_search" VALUES(1,'hypertension');
CREATE TABLE note (
	item_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	draft VARCHAR, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (item_id, person_id), 
	FOREIGN KEY(item_id) REFERENCES work_item (id), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "note" VALUES(1,1,'asked the floor','half a wörd','2026-11-28 09:35:22.728004');
CREATE TABLE own_word (
	id INTEGER NOT NULL, 
	person_id INTEGER, 
	typed VARCHAR NOT NULL, 
	told VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "own_word" VALUES(1,1,'hf','heart failure');
INSERT INTO "own_word" VALUES(2,NULL,'dm','type 2 diabetes');
CREATE TABLE person (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	credentials VARCHAR NOT NULL, 
	active BOOLEAN NOT NULL, every_client BOOLEAN DEFAULT '1' NOT NULL, away_until DATE, specialties VARCHAR DEFAULT '' NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (name)
);
INSERT INTO "person" VALUES(1,'ann','Ann Reyes','coder','CPC',1,1,NULL,'');
INSERT INTO "person" VALUES(2,'bob','','coder','',1,1,NULL,'cardiology,oncology');
INSERT INTO "person" VALUES(3,'lena','','lead','',1,1,NULL,'');
INSERT INTO "person" VALUES(4,'cy','Cy Noor','coder','COC CPC-A',1,0,'2026-12-24','');
CREATE TABLE person_client (
	person_id INTEGER NOT NULL, 
	client_id INTEGER NOT NULL, 
	PRIMARY KEY (person_id, client_id), 
	FOREIGN KEY(person_id) REFERENCES person (id), 
	FOREIGN KEY(client_id) REFERENCES client (id)
);
INSERT INTO "person_client" VALUES(4,2);
CREATE TABLE reading_place (
	item_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	document_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	code_line VARCHAR NOT NULL, 
	PRIMARY KEY (item_id, person_id), 
	FOREIGN KEY(item_id) REFERENCES work_item (id), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "reading_place" VALUES(1,1,1,17,'');
CREATE TABLE routing (
	client_id INTEGER NOT NULL, 
	setting VARCHAR NOT NULL, 
	credentials VARCHAR NOT NULL, 
	PRIMARY KEY (client_id, setting), 
	FOREIGN KEY(client_id) REFERENCES client (id)
);
INSERT INTO "routing" VALUES(1,'outpatient','COC CIC');
CREATE TABLE saved_search (
	person_id INTEGER NOT NULL, 
	term VARCHAR NOT NULL, 
	PRIMARY KEY (person_id, term), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "saved_search" VALUES(1,'failure');
CREATE TABLE saved_view (
	person_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	definition VARCHAR NOT NULL, 
	PRIMARY KEY (person_id, name), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE TABLE skip (
	id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	reason VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(item_id) REFERENCES work_item (id), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "skip" VALUES(1,4,1,'the scan cannot be read','2026-11-28 13:30:30.000000');
CREATE TABLE stopping_point (
	person_id INTEGER NOT NULL, 
	session VARCHAR NOT NULL, 
	point VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	beat_at DATETIME, 
	PRIMARY KEY (person_id, session), 
	FOREIGN KEY(person_id) REFERENCES person (id)
);
CREATE TABLE work_item (
	id INTEGER NOT NULL, 
	encounter_id INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	priority INTEGER NOT NULL, 
	due DATE NOT NULL, 
	minutes INTEGER NOT NULL, 
	assignee_id INTEGER, 
	arrived_at DATETIME NOT NULL, 
	version INTEGER NOT NULL, 
	lease_until DATETIME, 
	returned BOOLEAN NOT NULL, 
	changed_documents BOOLEAN NOT NULL, 
	open_disputes INTEGER NOT NULL, 
	held_reason VARCHAR NOT NULL, 
	held_until DATE, 
	changed_by VARCHAR NOT NULL, 
	changed_at DATETIME, 
	patient VARCHAR NOT NULL, 
	service_to DATE NOT NULL, 
	charges_cents INTEGER NOT NULL, setting VARCHAR DEFAULT '' NOT NULL, client_id INTEGER DEFAULT '0' NOT NULL, fence INTEGER DEFAULT '0' NOT NULL, leased_at DATETIME, from_pool BOOLEAN DEFAULT '0' NOT NULL, given_by VARCHAR DEFAULT '' NOT NULL, given_why VARCHAR DEFAULT '' NOT NULL, specialty VARCHAR DEFAULT '' NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT ck_item_priority CHECK (priority BETWEEN 0 AND 9), 
	CONSTRAINT ck_item_state CHECK (state IN ('open', 'in_work', 'held', 'co_sign', 'submitted')), 
	CONSTRAINT ck_item_worker CHECK (state <> 'in_work' OR assignee_id IS NOT NULL), 
	CONSTRAINT ck_item_hold CHECK (state <> 'held' OR held_reason <> ''), 
	CONSTRAINT ck_item_disputes CHECK (open_disputes >= 0), 
	UNIQUE (encounter_id), 
	FOREIGN KEY(encounter_id) REFERENCES encounter (id), 
	FOREIGN KEY(assignee_id) REFERENCES person (id)
);
INSERT INTO "work_item" VALUES(1,1,'open',8,'2026-05-20',20,2,'2026-11-28 09:34:36.731675',6,NULL,0,0,1,'',NULL,'ann','2026-11-28 09:34:55.832082','Okafor, Ada','2026-05-19',4821000,'inpatient',1,0,NULL,0,'','','');
INSERT INTO "work_item" VALUES(2,2,'open',7,'2030-12-31',5,2,'2026-11-28 09:34:36.731675',2,NULL,0,0,0,'',NULL,'lena','2026-11-28 09:34:48.090348','Ruiz, Marco','2026-05-18',118000,'outpatient',1,0,NULL,0,'','','');
INSERT INTO "work_item" VALUES(3,3,'held',6,'9999-12-31',6,NULL,'2026-11-28 09:34:36.731675',2,NULL,0,0,0,'missing_document','2031-06-30','lena','2026-11-28 09:34:51.330245','Lind, Per','2026-05-02',18250,'professional',2,0,NULL,0,'','','');
INSERT INTO "work_item" VALUES(4,4,'open',5,'9999-12-31',6,NULL,'2026-11-28 09:34:36.731675',1,NULL,0,0,0,'',NULL,'',NULL,'Sand, Zoë','2014-12-01',-1,'outpatient',2,0,NULL,0,'','','');
CREATE TABLE work_tally (
	state VARCHAR NOT NULL, 
	assignee_id INTEGER NOT NULL, 
	due DATE NOT NULL, 
	client_id INTEGER NOT NULL, 
	charts INTEGER NOT NULL, 
	minutes INTEGER NOT NULL, 
	returned INTEGER NOT NULL, 
	disputed INTEGER NOT NULL, 
	PRIMARY KEY (state, assignee_id, due, client_id)
)
 WITHOUT ROWID

;
INSERT INTO "work_tally" VALUES('held',0,'9999-12-31',2,1,6,0,0);
INSERT INTO "work_tally" VALUES('open',0,'9999-12-31',2,1,6,0,0);
INSERT INTO "work_tally" VALUES('open',2,'2026-05-20',1,1,20,0,1);
INSERT INTO "work_tally" VALUES('open',2,'2030-12-31',1,1,5,0,0);
CREATE INDEX ix_hand_off_receiver ON hand_off (receiver, accepted_at);
CREATE INDEX ix_event_item ON event (item_id, sequence);
CREATE INDEX ix_event_person ON event (person, sequence);
CREATE INDEX ix_change ON change (scope, person_id, id);
CREATE INDEX ix_own_word ON own_word (person_id, typed);
CREATE INDEX ix_code_set ON code_set (person_id, name);
CREATE INDEX ix_encounter_account ON encounter (account);
CREATE INDEX ix_item_wakes ON work_item (held_until) WHERE state = 'held';
CREATE INDEX ix_item_assigned ON work_item (assignee_id, priority DESC, due, arrived_at, id, state, returned) WHERE state <> 'submitted';
CREATE INDEX ix_code_person ON code_assignment (person, at);
CREATE INDEX ix_code_item ON code_assignment (item_id, sequence);
CREATE INDEX ix_code_at ON code_assignment (at);
CREATE INDEX ix_hold_item ON hold (item_id);
CREATE INDEX ix_dispute_item ON dispute (item_id);
CREATE INDEX ix_dispute_due ON dispute (closed, due, id);
CREATE INDEX ix_hand_off_item ON hand_off_item (item_id);
CREATE INDEX ix_bookmark ON bookmark (item_id, person_id);
CREATE INDEX ix_dispute_step ON dispute_step (dispute_id, id);
CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE INDEX ix_skip_person ON skip (person_id, at);
CREATE INDEX ix_skip_item ON skip (item_id);
CREATE INDEX ix_broken_glass ON broken_glass (person_id, item_id);
CREATE INDEX ix_item_order ON work_item (priority DESC, due, arrived_at, id, client_id);
CREATE INDEX ix_item_unfinished ON work_item (priority DESC, due, arrived_at, id, client_id) WHERE state <> 'submitted';
CREATE INDEX ix_item_held ON work_item (priority DESC, due, arrived_at, id, client_id) WHERE state = 'held';
CREATE INDEX ix_item_co_sign ON work_item (priority DESC, due, arrived_at, id, client_id) WHERE state = 'co_sign';
CREATE INDEX ix_item_submitted ON work_item (priority DESC, due, arrived_at, id, client_id) WHERE state = 'submitted';
CREATE INDEX ix_item_disputed ON work_item (priority DESC, due, arrived_at, id, client_id) WHERE open_disputes > 0;
CREATE INDEX ix_item_by_patient ON work_item (patient, id, state, assignee_id, due, returned, open_disputes, client_id);
CREATE INDEX ix_item_by_service_to ON work_item (service_to, id, state, assignee_id, due, returned, open_disputes, client_id);
CREATE INDEX ix_item_by_charges_cents ON work_item (charges_cents, id, state, assignee_id, due, returned, open_disputes, client_id);
CREATE INDEX ix_item_by_arrived_at ON work_item (arrived_at, id, state, assignee_id, due, returned, open_disputes, client_id);
CREATE TRIGGER work_item_counted_in AFTER INSERT ON work_item BEGIN INSERT INTO work_tally (state, assignee_id, due, client_id, charts, minutes, returned, disputed) VALUES (NEW.state, coalesce(NEW.assignee_id, 0), CASE NEW.state WHEN 'submitted' THEN '9999-12-31' ELSE NEW.due END, NEW.client_id, 1, NEW.minutes, NEW.returned, NEW.open_disputes > 0) ON CONFLICT (state, assignee_id, due, client_id) DO UPDATE SET charts = charts + 1, minutes = minutes + excluded.minutes, returned = returned + excluded.returned, disputed = disputed + excluded.disputed; END;
CREATE TRIGGER work_item_counted_out AFTER DELETE ON work_item BEGIN UPDATE work_tally SET charts = charts - 1, minutes = minutes - OLD.minutes, returned = returned - OLD.returned, disputed = disputed - (OLD.open_disputes > 0) WHERE (state, assignee_id, due, client_id) = (OLD.state, coalesce(OLD.assignee_id, 0), CASE OLD.state WHEN 'submitted' THEN '9999-12-31' ELSE OLD.due END, OLD.client_id); DELETE FROM work_tally WHERE (state, assignee_id, due, client_id) = (OLD.state, coalesce(OLD.assignee_id, 0), CASE OLD.state WHEN 'submitted' THEN '9999-12-31' ELSE OLD.due END, OLD.client_id) AND charts = 0; END;
CREATE TRIGGER work_item_counted_anew AFTER UPDATE OF state, assignee_id, due, client_id, minutes, returned, open_disputes ON work_item BEGIN UPDATE work_tally SET charts = charts - 1, minutes = minutes - OLD.minutes, returned = returned - OLD.returned, disputed = disputed - (OLD.open_disputes > 0) WHERE (state, assignee_id, due, client_id) = (OLD.state, coalesce(OLD.assignee_id, 0), CASE OLD.state WHEN 'submitted' THEN '9999-12-31' ELSE OLD.due END, OLD.client_id); DELETE FROM work_tally WHERE (state, assignee_id, due, client_id) = (OLD.state, coalesce(OLD.assignee_id, 0), CASE OLD.state WHEN 'submitted' THEN '9999-12-31' ELSE OLD.due END, OLD.client_id) AND charts = 0; INSERT INTO work_tally (state, assignee_id, due, client_id, charts, minutes, returned, disputed) VALUES (NEW.state, coalesce(NEW.assignee_id, 0), CASE NEW.state WHEN 'submitted' THEN '9999-12-31' ELSE NEW.due END, NEW.client_id, 1, NEW.minutes, NEW.returned, NEW.open_disputes > 0) ON CONFLICT (state, assignee_id, due, client_id) DO UPDATE SET charts = charts + 1, minutes = minutes + excluded.minutes, returned = returned + excluded.returned, disputed = disputed + excluded.disputed; END;
CREATE TRIGGER hand_off_no_delete BEFORE DELETE ON hand_off BEGIN SELECT RAISE(ABORT, 'the hand-off log is append-only'); END;
CREATE TRIGGER hand_off_accepted_once BEFORE UPDATE ON hand_off WHEN OLD.accepted_at IS NOT NULL OR NEW.accepted_at IS NULL OR (OLD.id, OLD.sender, OLD.receiver, OLD.severity, OLD.summary, OLD.actions, OLD.contingencies, OLD.written_at) IS NOT (NEW.id, NEW.sender, NEW.receiver, NEW.severity, NEW.summary, NEW.actions, NEW.contingencies, NEW.written_at) BEGIN SELECT RAISE(ABORT, 'the hand-off log is append-only'); END;
CREATE TRIGGER event_follows BEFORE INSERT ON event WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM event) OR NEW.previous <> coalesce((SELECT digest FROM event ORDER BY sequence DESC LIMIT 1), '0000000000000000000000000000000000000000000000000000000000000000') BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE INDEX ix_item_pool ON work_item (priority DESC, due, arrived_at, id, setting, client_id, specialty) WHERE state = 'open' AND assignee_id IS NULL;
CREATE INDEX ix_item_lapse ON work_item (lease_until, assignee_id, from_pool, priority, due, arrived_at, setting, client_id, specialty) WHERE state = 'in_work';
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('code_assignment',2);
COMMIT;
