-- A store as schema 0002 was written by the program of that time; the people and charts are invented.
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
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
INSERT INTO "change" VALUES(1,1,'item:1','I50.23 posted','[{"before": [], "after": [{"id": 1, "system": "icd10cm", "code": "I5023", "title": "Acute on chronic systolic (congestive) heart failure", "role": "principal", "sequence": 1, "poa": "Y", "modifiers": "", "units": 1, "pointers": "", "service_date": null, "source": "coder", "person": "ann", "at": "2026-11-28T09:34:01.756155+00:00", "evidence": "[]"}]}]',0,'2026-11-28 09:34:01.756155');
INSERT INTO "change" VALUES(2,1,'item:1','I10 posted','[{"before": [{"id": 1, "system": "icd10cm", "code": "I5023", "title": "Acute on chronic systolic (congestive) heart failure", "role": "principal", "sequence": 1, "poa": "Y", "modifiers": "", "units": 1, "pointers": "", "service_date": null, "source": "coder", "person": "ann", "at": "2026-11-28T09:34:01.756155+00:00", "evidence": "[]"}], "after": [{"id": 1, "system": "icd10cm", "code": "I5023", "title": "Acute on chronic systolic (congestive) heart failure", "role": "principal", "sequence": 1, "poa": "Y", "modifiers": "", "units": 1, "pointers": "", "service_date": null, "source": "coder", "person": "ann", "at": "2026-11-28T09:34:01.756155+00:00", "evidence": "[]"}, {"id": 2, "system": "icd10cm", "code": "I10", "title": "Essential (primary) hypertension", "role": "secondary", "sequence": 2, "poa": "Y", "modifiers": "", "units": 1, "pointers": "", "service_date": null, "source": "coder", "person": "ann", "at": "2026-11-28T09:34:03.603854+00:00", "evidence": "[]"}]}]',0,'2026-11-28 09:34:03.603854');
INSERT INTO "change" VALUES(3,1,'item:1','I10 removed','[{"before": [{"id": 1, "system": "icd10cm", "code": "I5023", "title": "Acute on chronic systolic (congestive) heart failure", "role": "principal", "sequence": 1, "poa": "Y", "modifiers": "", "units": 1, "pointers": "", "service_date": null, "source": "coder", "person": "ann", "at": "2026-11-28T09:34:01.756155+00:00", "evidence": "[]"}, {"id": 2, "system": "icd10cm", "code": "I10", "title": "Essential (primary) hypertension", "role": "secondary", "sequence": 2, "poa": "Y", "modifiers": "", "units": 1, "pointers": "", "service_date": null, "source": "coder", "person": "ann", "at": "2026-11-28T09:34:03.603854+00:00", "evidence": "[]"}], "after": [{"id": 1, "system": "icd10cm", "code": "I5023", "title": "Acute on chronic systolic (congestive) heart failure", "role": "principal", "sequence": 1, "poa": "Y", "modifiers": "", "units": 1, "pointers": "", "service_date": null, "source": "coder", "person": "ann", "at": "2026-11-28T09:34:01.756155+00:00", "evidence": "[]"}]}]',0,'2026-11-28 09:34:05.331759');
INSERT INTO "change" VALUES(4,3,'queue','given to bob','[{"item": 2, "version": 2, "before": {"state": "open", "assignee": null, "held_reason": "", "held_until": null}, "after": {"state": "open", "assignee": "bob", "held_reason": "", "held_until": null}}]',0,'2026-11-28 09:34:08.136898');
INSERT INTO "change" VALUES(5,3,'queue','on hold: missing document','[{"item": 3, "version": 2, "before": {"state": "open", "assignee": null, "held_reason": "", "held_until": null}, "after": {"state": "held", "assignee": null, "held_reason": "missing_document", "held_until": "2031-06-30"}}]',0,'2026-11-28 09:34:10.796361');
INSERT INTO "change" VALUES(6,1,'queue','given to bob','[{"item": 1, "version": 6, "before": {"state": "in_work", "assignee": "ann", "held_reason": "", "held_until": null}, "after": {"state": "open", "assignee": "bob", "held_reason": "", "held_until": null}}]',0,'2026-11-28 09:34:16.558133');
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
INSERT INTO "code_assignment" VALUES(1,1,'icd10cm','I5023','Acute on chronic systolic (congestive) heart failure','principal',1,'Y','',1,'',NULL,'[]','coder','ann','2026-11-28 09:34:01.756155');
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
INSERT INTO "dispute" VALUES(1,1,'','coding','open',0,'principal diagnosis','ann','2026-11-28 09:34:13.763988','lena','2031-06-01',18250,'','');
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
INSERT INTO "dispute_step" VALUES(1,1,'open','ann','2026-11-28 09:34:13.763988','principal diagnosis');
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
INSERT INTO "document_read" VALUES(1,1,'2026-11-28 09:35:20.756166');
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
	words TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (facility_id, account), 
	FOREIGN KEY(facility_id) REFERENCES facility (id)
);
INSERT INTO "encounter" VALUES(1,1,'STAY1','M1','Okafor, Ada','1959-03-02','F','inpatient','2026-05-14','2026-05-19','Medicare','',4821000,'stay1 okafor, ada m1 medicare  north inpatient ip');
INSERT INTO "encounter" VALUES(2,1,'CLINIC1','M2','Ruiz, Marco','1980-05-05','M','outpatient','2026-05-18','2026-05-18','Aetna','',118000,'clinic1 ruiz, marco m2 aetna  north outpatient op');
INSERT INTO "encounter" VALUES(3,2,'OFFICE1','M3','Lind, Per','1950-01-01','M','professional','2026-05-02','2026-05-02','Medicare','',18250,'office1 lind, per m3 medicare  south professional pro');
INSERT INTO "encounter" VALUES(4,2,'OLD1','M4','Sand, Zoë','1941-01-01','F','outpatient','2014-12-01','2014-12-01','Medicare','',-1,'old1 sand, zoe m4 medicare  south outpatient op');
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
INSERT INTO "event" VALUES(1,'2026-11-28T09:33:54.791+00:00','root','root','person added',NULL,'','{}','{"credentials":["CPC"],"name":"ann","role":"coder"}','0000000000000000000000000000000000000000000000000000000000000000','571405a5c0c34aac4442acc0f905dae89715a57e632a4c440938d6c96ec6d625');
INSERT INTO "event" VALUES(2,'2026-11-28T09:33:55.850+00:00','root','root','person added',NULL,'','{}','{"credentials":[],"name":"bob","role":"coder"}','571405a5c0c34aac4442acc0f905dae89715a57e632a4c440938d6c96ec6d625','4d89d4678fecef45e99b606f4dd343dcd4e5972647ecb8f81e091cf00a6d316e');
INSERT INTO "event" VALUES(3,'2026-11-28T09:33:57.013+00:00','root','root','person added',NULL,'','{}','{"credentials":[],"name":"lena","role":"lead"}','4d89d4678fecef45e99b606f4dd343dcd4e5972647ecb8f81e091cf00a6d316e','689bf366a15826bacbed4ff2ea7ad7d5069d9f4fb3fe962794007b4e46996db6');
INSERT INTO "event" VALUES(4,'2026-11-28T09:33:58.659+00:00','lena','root','imported',1,'STAY1','{}','{"documents":1}','689bf366a15826bacbed4ff2ea7ad7d5069d9f4fb3fe962794007b4e46996db6','9d34b2dd4173437ac02cca9955cbb6e2534d5ae8aacb628706339042172144ac');
INSERT INTO "event" VALUES(5,'2026-11-28T09:33:58.659+00:00','lena','root','imported',2,'CLINIC1','{}','{"documents":1}','9d34b2dd4173437ac02cca9955cbb6e2534d5ae8aacb628706339042172144ac','c136919a7f9a1846fddce78046fba23c82fd558628ef3689258c1fb080feb447');
INSERT INTO "event" VALUES(6,'2026-11-28T09:33:58.659+00:00','lena','root','imported',3,'OFFICE1','{}','{"documents":1}','c136919a7f9a1846fddce78046fba23c82fd558628ef3689258c1fb080feb447','c00d973e4d3bba7c72eb0c683e712b2f674dbe38c63f788975506003c1ffb4d4');
INSERT INTO "event" VALUES(7,'2026-11-28T09:33:58.659+00:00','lena','root','imported',4,'OLD1','{}','{"documents":1}','c00d973e4d3bba7c72eb0c683e712b2f674dbe38c63f788975506003c1ffb4d4','9f2efb7555a36784dace1a5ddeb5825c03a615c7a6a662e62fd26abe6a16ae81');
INSERT INTO "event" VALUES(8,'2026-11-28T09:33:58.696+00:00','lena','root','import',NULL,'','{}','{"encounters":4,"files":["charts"],"rejected":0,"report_sha256":"4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945","unchanged":0,"updated":0}','9f2efb7555a36784dace1a5ddeb5825c03a615c7a6a662e62fd26abe6a16ae81','af941a87465e355088ff2b233892e77315b1527ad71da24a6dacc1a9dfabbcd6');
INSERT INTO "event" VALUES(9,'2026-11-28T09:33:59.916+00:00','ann','root','claimed',1,'STAY1','{"assignee":"","state":"open","version":1}','{"assignee":"ann","state":"in_work","version":2}','af941a87465e355088ff2b233892e77315b1527ad71da24a6dacc1a9dfabbcd6','47f3729438d771680753c142d9b6fd7f30b3029ff1ac8bc2a962586c1c3d6a52');
INSERT INTO "event" VALUES(10,'2026-11-28T09:34:01.756+00:00','ann','root','codes: I50.23 posted',1,'STAY1','{"codes":[]}','{"codes":[["icd10cm","I50.23","principal","Y","",1,""]]}','47f3729438d771680753c142d9b6fd7f30b3029ff1ac8bc2a962586c1c3d6a52','9957f12fdb86bb0ad1e3142a978f66c28006543ed52f8048901189ece836e797');
INSERT INTO "event" VALUES(11,'2026-11-28T09:34:03.603+00:00','ann','root','codes: I10 posted',1,'STAY1','{"codes":[["icd10cm","I50.23","principal","Y","",1,""]]}','{"codes":[["icd10cm","I50.23","principal","Y","",1,""],["icd10cm","I10","secondary","Y","",1,""]]}','9957f12fdb86bb0ad1e3142a978f66c28006543ed52f8048901189ece836e797','f6e0020838e6ef372ac5b60936531c20fa75f3e453fa6cf1e9182f2ab4f57b5a');
INSERT INTO "event" VALUES(12,'2026-11-28T09:34:05.331+00:00','ann','root','codes: I10 removed',1,'STAY1','{"codes":[["icd10cm","I50.23","principal","Y","",1,""],["icd10cm","I10","secondary","Y","",1,""]]}','{"codes":[["icd10cm","I50.23","principal","Y","",1,""]]}','f6e0020838e6ef372ac5b60936531c20fa75f3e453fa6cf1e9182f2ab4f57b5a','f0819bffd11995c7adc836c549fcb824ac17e14164ca77cde8513056117f70cb');
INSERT INTO "event" VALUES(13,'2026-11-28T09:34:08.136+00:00','lena','root','given',2,'CLINIC1','{"assignee":"","state":"open","version":1}','{"assignee":"bob","reason":"","state":"open","to":"bob","version":2}','f0819bffd11995c7adc836c549fcb824ac17e14164ca77cde8513056117f70cb','25f68e73191d15cc20a36d37e2b55606d9a0950b5ebd734e0a40bab060417140');
INSERT INTO "event" VALUES(14,'2026-11-28T09:34:10.796+00:00','lena','root','held',3,'OFFICE1','{"assignee":"","state":"open","version":1}','{"assignee":"","note":"path report","reason":"missing_document","state":"held","until":"2031-06-30","version":2}','25f68e73191d15cc20a36d37e2b55606d9a0950b5ebd734e0a40bab060417140','15ce1c03332b42def755cd2995e5874bd80f1afb8dc102de4d766396105e5a9e');
INSERT INTO "event" VALUES(15,'2026-11-28T09:34:13.763+00:00','ann','root','dispute raised',1,'STAY1','{}','{"code":"","dispute":1,"due":"2031-06-01","kind":"coding","owner":"lena"}','15ce1c03332b42def755cd2995e5874bd80f1afb8dc102de4d766396105e5a9e','565af9fd73d98adc5a8be8643470896c5ba776fd60060aa27a8e0639f7d1274f');
INSERT INTO "event" VALUES(16,'2026-11-28T09:34:16.558+00:00','ann','root','given',1,'STAY1','{"assignee":"ann","state":"in_work","version":5}','{"assignee":"bob","reason":"","state":"open","to":"bob","version":6}','565af9fd73d98adc5a8be8643470896c5ba776fd60060aa27a8e0639f7d1274f','26e34ec0d72e3142a515e3ad5f8ee011426aac60353f26101d095f4258c9cf03');
INSERT INTO "event" VALUES(17,'2026-11-28T09:34:16.558+00:00','ann','root','hand-off written',NULL,'','{}','{"hand_off":1,"items":1,"severity":"stable","to":"bob"}','26e34ec0d72e3142a515e3ad5f8ee011426aac60353f26101d095f4258c9cf03','a0f06cc9a9367815dfc2c723b2dfe991210c5d18d1fffbe4c6ddcaa2001bddcd');
INSERT INTO "event" VALUES(18,'2026-11-28T09:34:19.390+00:00','bob','root','hand-off accepted',NULL,'','{}','{"hand_off":1}','a0f06cc9a9367815dfc2c723b2dfe991210c5d18d1fffbe4c6ddcaa2001bddcd','17cebb21c2523b0fa6ba55863a7fbe553c40778c62b7e4fe083ab6afa1211cbc');
INSERT INTO "event" VALUES(19,'2026-11-28T09:35:20.705+00:00','ann','root','note written',1,'STAY1','{"characters":0,"sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}','{"characters":15,"sha256":"a97fb2391655b4201287a839544c38fe75d18969743e0e03489906a72b6289ce"}','17cebb21c2523b0fa6ba55863a7fbe553c40778c62b7e4fe083ab6afa1211cbc','2f8edd0221b323442ea53e2b61871e968149c39ca1c4a7cef75fc1b136d64a91');
INSERT INTO "event" VALUES(20,'2026-11-28T09:35:20.756+00:00','ann','root','document read',1,'STAY1','{}','{"document":1}','2f8edd0221b323442ea53e2b61871e968149c39ca1c4a7cef75fc1b136d64a91','10cac730d1d763deb43f31e162f2b23b910fa8c6698af6f17e0c3608907bef30');
INSERT INTO "event" VALUES(21,'2026-11-28T09:35:21.028+00:00','ann','root','own word kept',NULL,'','{"told":"","typed":"hf"}','{"told":"heart failure","typed":"hf"}','10cac730d1d763deb43f31e162f2b23b910fa8c6698af6f17e0c3608907bef30','8bf2dcdef9ce08d5641695e9e9ab0b72fc2233f5eae96d05f47d69662d88e9b8');
INSERT INTO "event" VALUES(22,'2026-11-28T09:35:21.045+00:00','lena','root','team word kept',NULL,'','{"told":"","typed":"dm"}','{"told":"type 2 diabetes","typed":"dm"}','8bf2dcdef9ce08d5641695e9e9ab0b72fc2233f5eae96d05f47d69662d88e9b8','e1d694ea4c344b97181fb05c4a60609129e2b8cfbf6e71c3355dba17fd5c9877');
INSERT INTO "event" VALUES(23,'2026-11-28T09:35:21.057+00:00','ann','root','favourite kept',NULL,'','{}','{"code":"I5023"}','e1d694ea4c344b97181fb05c4a60609129e2b8cfbf6e71c3355dba17fd5c9877','dc26bdacfcd543be5f86845f6df5b67dd32d28934ee3d708fa3de4e80ed291d5');
INSERT INTO "event" VALUES(24,'2026-11-28T09:35:21.092+00:00','ann','root','code set kept',NULL,'','{"codes":[],"name":"failing heart"}','{"codes":["I50.23"],"name":"failing heart"}','dc26bdacfcd543be5f86845f6df5b67dd32d28934ee3d708fa3de4e80ed291d5','dc1251d9ea8ebb97a9aa1c39c5551ebbc8a9288d28c104a980921e196186f222');
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
INSERT INTO "hand_off" VALUES(1,'ann','bob','stable','waits for the path report','[["call Dr Ash", "bob", ""]]','[["report comes", "recode"]]','2026-11-28 09:34:16.558133','2026-11-28 09:34:19.390979','call Dr Ash, then recode');
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
INSERT INTO "hold" VALUES(1,3,'missing_document','path report','2031-06-30','lena','2026-11-28 09:34:10.796361',NULL);
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
INSERT INTO "note" VALUES(1,1,'asked the floor','half a wörd','2026-11-28 09:35:20.745145');
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
	active BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (name)
);
INSERT INTO "person" VALUES(1,'ann','Ann Reyes','coder','CPC',1);
INSERT INTO "person" VALUES(2,'bob','','coder','',1);
INSERT INTO "person" VALUES(3,'lena','','lead','',1);
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
CREATE TABLE saved_view (
	person_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	definition VARCHAR NOT NULL, 
	PRIMARY KEY (person_id, name), 
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
	charges_cents INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT ck_item_priority CHECK (priority BETWEEN 0 AND 9), 
	CONSTRAINT ck_item_state CHECK (state IN ('open', 'in_work', 'held', 'submitted')), 
	CONSTRAINT ck_item_worker CHECK (state <> 'in_work' OR assignee_id IS NOT NULL), 
	CONSTRAINT ck_item_hold CHECK (state <> 'held' OR held_reason <> ''), 
	CONSTRAINT ck_item_disputes CHECK (open_disputes >= 0), 
	UNIQUE (encounter_id), 
	FOREIGN KEY(encounter_id) REFERENCES encounter (id), 
	FOREIGN KEY(assignee_id) REFERENCES person (id)
);
INSERT INTO "work_item" VALUES(1,1,'open',8,'2026-05-20',20,2,'2026-11-28 09:33:58.659489',6,NULL,0,0,1,'',NULL,'ann','2026-11-28 09:34:16.558133','Okafor, Ada','2026-05-19',4821000);
INSERT INTO "work_item" VALUES(2,2,'open',7,'2030-12-31',5,2,'2026-11-28 09:33:58.659489',2,NULL,0,0,0,'',NULL,'lena','2026-11-28 09:34:08.136898','Ruiz, Marco','2026-05-18',118000);
INSERT INTO "work_item" VALUES(3,3,'held',6,'9999-12-31',6,NULL,'2026-11-28 09:33:58.659489',2,NULL,0,0,0,'missing_document','2031-06-30','lena','2026-11-28 09:34:10.796361','Lind, Per','2026-05-02',18250);
INSERT INTO "work_item" VALUES(4,4,'open',5,'9999-12-31',6,NULL,'2026-11-28 09:33:58.659489',1,NULL,0,0,0,'',NULL,'',NULL,'Sand, Zoë','2014-12-01',-1);
CREATE TABLE work_tally (
	state VARCHAR NOT NULL, 
	assignee_id INTEGER NOT NULL, 
	due DATE NOT NULL, 
	charts INTEGER NOT NULL, 
	minutes INTEGER NOT NULL, 
	returned INTEGER NOT NULL, 
	disputed INTEGER NOT NULL, 
	PRIMARY KEY (state, assignee_id, due)
)
 WITHOUT ROWID

;
INSERT INTO "work_tally" VALUES('held',0,'9999-12-31',1,6,0,0);
INSERT INTO "work_tally" VALUES('open',0,'9999-12-31',1,6,0,0);
INSERT INTO "work_tally" VALUES('open',2,'2026-05-20',1,20,0,1);
INSERT INTO "work_tally" VALUES('open',2,'2030-12-31',1,5,0,0);
CREATE INDEX ix_hand_off_receiver ON hand_off (receiver, accepted_at);
CREATE INDEX ix_event_item ON event (item_id, sequence);
CREATE INDEX ix_event_person ON event (person, sequence);
CREATE INDEX ix_change ON change (scope, person_id, id);
CREATE INDEX ix_own_word ON own_word (person_id, typed);
CREATE INDEX ix_code_set ON code_set (person_id, name);
CREATE INDEX ix_encounter_account ON encounter (account);
CREATE INDEX ix_item_unfinished ON work_item (priority DESC, due, arrived_at, id) WHERE state <> 'submitted';
CREATE INDEX ix_item_order ON work_item (priority DESC, due, arrived_at, id);
CREATE INDEX ix_item_assigned ON work_item (assignee_id, priority DESC, due, arrived_at, id, state, returned) WHERE state <> 'submitted';
CREATE INDEX ix_item_by_patient ON work_item (patient, id, state, assignee_id, due, returned, open_disputes);
CREATE INDEX ix_item_submitted ON work_item (priority DESC, due, arrived_at, id) WHERE state = 'submitted';
CREATE INDEX ix_item_by_charges_cents ON work_item (charges_cents, id, state, assignee_id, due, returned, open_disputes);
CREATE INDEX ix_item_pool ON work_item (priority DESC, due, arrived_at, id) WHERE state = 'open' AND assignee_id IS NULL;
CREATE INDEX ix_item_disputed ON work_item (priority DESC, due, arrived_at, id) WHERE open_disputes > 0;
CREATE INDEX ix_item_by_service_to ON work_item (service_to, id, state, assignee_id, due, returned, open_disputes);
CREATE INDEX ix_item_by_arrived_at ON work_item (arrived_at, id, state, assignee_id, due, returned, open_disputes);
CREATE INDEX ix_item_wakes ON work_item (held_until) WHERE state = 'held';
CREATE INDEX ix_item_held ON work_item (priority DESC, due, arrived_at, id) WHERE state = 'held';
CREATE INDEX ix_code_person ON code_assignment (person, at);
CREATE INDEX ix_code_at ON code_assignment (at);
CREATE INDEX ix_code_item ON code_assignment (item_id, sequence);
CREATE INDEX ix_hold_item ON hold (item_id);
CREATE INDEX ix_dispute_due ON dispute (closed, due, id);
CREATE INDEX ix_dispute_item ON dispute (item_id);
CREATE INDEX ix_hand_off_item ON hand_off_item (item_id);
CREATE INDEX ix_dispute_step ON dispute_step (dispute_id, id);
CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER work_item_counted_in AFTER INSERT ON work_item BEGIN INSERT INTO work_tally (state, assignee_id, due, charts, minutes, returned, disputed) VALUES (NEW.state, coalesce(NEW.assignee_id, 0), CASE NEW.state WHEN 'submitted' THEN '9999-12-31' ELSE NEW.due END, 1, NEW.minutes, NEW.returned, NEW.open_disputes > 0) ON CONFLICT (state, assignee_id, due) DO UPDATE SET charts = charts + 1, minutes = minutes + excluded.minutes, returned = returned + excluded.returned, disputed = disputed + excluded.disputed; END;
CREATE TRIGGER work_item_counted_out AFTER DELETE ON work_item BEGIN UPDATE work_tally SET charts = charts - 1, minutes = minutes - OLD.minutes, returned = returned - OLD.returned, disputed = disputed - (OLD.open_disputes > 0) WHERE (state, assignee_id, due) = (OLD.state, coalesce(OLD.assignee_id, 0), CASE OLD.state WHEN 'submitted' THEN '9999-12-31' ELSE OLD.due END); DELETE FROM work_tally WHERE (state, assignee_id, due) = (OLD.state, coalesce(OLD.assignee_id, 0), CASE OLD.state WHEN 'submitted' THEN '9999-12-31' ELSE OLD.due END) AND charts = 0; END;
CREATE TRIGGER work_item_counted_anew AFTER UPDATE OF state, assignee_id, due, minutes, returned, open_disputes ON work_item BEGIN UPDATE work_tally SET charts = charts - 1, minutes = minutes - OLD.minutes, returned = returned - OLD.returned, disputed = disputed - (OLD.open_disputes > 0) WHERE (state, assignee_id, due) = (OLD.state, coalesce(OLD.assignee_id, 0), CASE OLD.state WHEN 'submitted' THEN '9999-12-31' ELSE OLD.due END); DELETE FROM work_tally WHERE (state, assignee_id, due) = (OLD.state, coalesce(OLD.assignee_id, 0), CASE OLD.state WHEN 'submitted' THEN '9999-12-31' ELSE OLD.due END) AND charts = 0; INSERT INTO work_tally (state, assignee_id, due, charts, minutes, returned, disputed) VALUES (NEW.state, coalesce(NEW.assignee_id, 0), CASE NEW.state WHEN 'submitted' THEN '9999-12-31' ELSE NEW.due END, 1, NEW.minutes, NEW.returned, NEW.open_disputes > 0) ON CONFLICT (state, assignee_id, due) DO UPDATE SET charts = charts + 1, minutes = minutes + excluded.minutes, returned = returned + excluded.returned, disputed = disputed + excluded.disputed; END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('code_assignment',2);
COMMIT;
