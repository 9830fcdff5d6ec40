-- Who may read and write which rows. Run as the owner; may be run again. `session_user` is asked, never `current_user`.

-- ---- nothing is anybody's until it is given -------------------------------------------------------------------------
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, tui_coder_member;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC, tui_coder_member, tui_coder_people;
GRANT EXECUTE ON FUNCTION
    tc_me(), tc_role(), tc_leads(), tc_sees_all(), tc_clients(), tc_facilities(), tc_glass(), tc_glass_encounters(),
    tc_installs(), tc_log_append(json), tc_log_head(), tc_was_changed(bigint), tc_texts(integer),
    tc_routed(integer, text, text, text[], text[], text[], text[]),
    tc_next(integer, date, timestamp, text[], text[], text[], text[], timestamp),
    tc_next_free(integer, date, timestamp, text[], text[], text[], text[], integer[]),
    tc_first_pooled(date, text[], text[], text[], text[], integer[], work_item), tc_may_change_people(),
    tc_person_put(text, text, text, text, boolean, boolean), tc_specialise(text, text), tc_governs(),
    tc_person_sees(integer, integer),
    tc_elsewhere(text), tc_needs_co_sign(integer, integer, text), tc_may_co_sign(integer, integer, text),
    tc_holds_in_full(integer, integer, text), tc_hand_off_seen(integer), tc_refused(work_item, work_item)
TO tui_coder_member;
GRANT EXECUTE ON FUNCTION
    tc_leads(), tc_installs(), tc_role(), tc_me(), tc_may_change_people(), tc_governs(), tc_sees_all()
TO tui_coder_people;
GRANT SELECT, INSERT, UPDATE ON person TO tui_coder_people;
GRANT USAGE ON SEQUENCE person_id_seq TO tui_coder_people;

GRANT SELECT ON 
    person, person_client, client, routing, facility, encounter, work_item, work_tally, code_assignment,
    finding_override, hold, skip, broken_glass, dispute, dispute_step, hand_off, hand_off_item, note,
    hand_off_draft, reading_place, stopping_point, document_read, change, saved_view, own_word, favourite, code_set,
    bookmark, saved_search,
    last_search, alembic_version
 TO tui_coder_member;
GRANT SELECT (id, encounter_id, name, version, superseded, title, type, author, authored_at, sha256)
    ON document TO tui_coder_member;
GRANT INSERT, UPDATE ON encounter, client, facility, work_item TO tui_coder_lead, tui_coder_admin;
REVOKE UPDATE ON document FROM tui_coder_lead, tui_coder_admin;
GRANT INSERT, UPDATE (superseded) ON document TO tui_coder_lead, tui_coder_admin;
GRANT INSERT, DELETE, UPDATE ON person_client, routing TO tui_coder_lead, tui_coder_admin;
GRANT UPDATE ON work_item TO tui_coder_coder;
GRANT UPDATE (away_until) ON person TO tui_coder_member;
GRANT INSERT, UPDATE, DELETE ON
    code_assignment, finding_override, note, hand_off_draft, reading_place, stopping_point, document_read, change,
    saved_view, own_word, favourite,
    code_set, bookmark, saved_search, last_search
TO tui_coder_member;
GRANT INSERT ON skip, broken_glass TO tui_coder_member;
GRANT UPDATE (seen_by) ON broken_glass TO tui_coder_lead, tui_coder_admin;
REVOKE UPDATE ON hold FROM tui_coder_member;
GRANT INSERT, UPDATE (ended_at) ON hold TO tui_coder_member;
GRANT INSERT, UPDATE ON dispute, dispute_step, hand_off, hand_off_item TO tui_coder_member;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO tui_coder_member;

-- ---- the log --------------------------------------------------------------------------------------------------------
-- Nobody but the owner's functions touches the table; a person sees their own entries and those of charts they may
-- see, a lead or an auditor all.
CREATE OR REPLACE VIEW event_seen WITH (security_barrier) AS
    SELECT * FROM event e
    WHERE (SELECT tc_role()) IN ('lead', 'admin', 'auditor') OR (SELECT tc_installs()) OR e.person = session_user
       OR (e.item_id IS NOT NULL AND (SELECT tc_me()) IS NOT NULL
           AND ((SELECT tc_sees_all())
                OR EXISTS (SELECT FROM work_item w WHERE w.id = e.item_id AND w.client_id IN (SELECT tc_clients()))));
GRANT SELECT ON event_seen TO tui_coder_member;

DROP TRIGGER IF EXISTS event_append_only ON event;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION tc_append_only();
DROP TRIGGER IF EXISTS event_not_emptied ON event;
CREATE TRIGGER event_not_emptied BEFORE TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION tc_append_only();
ALTER TABLE event ENABLE ALWAYS TRIGGER event_append_only;
ALTER TABLE event ENABLE ALWAYS TRIGGER event_not_emptied;

-- ---- triggers that sign, count and ask for the log's entry ----------------------------------------------------------
DROP TRIGGER IF EXISTS work_item_signed ON work_item;
CREATE TRIGGER work_item_signed BEFORE UPDATE ON work_item FOR EACH ROW EXECUTE FUNCTION tc_sign_item();
DROP TRIGGER IF EXISTS work_item_finished ON work_item;
CREATE TRIGGER work_item_finished AFTER UPDATE OF state ON work_item FOR EACH ROW
    WHEN (OLD.state = 'in_work' AND NEW.state IN ('co_sign', 'submitted')) EXECUTE FUNCTION tc_forget();
DROP TRIGGER IF EXISTS code_signed ON code_assignment;
CREATE TRIGGER code_signed BEFORE INSERT OR UPDATE ON code_assignment FOR EACH ROW EXECUTE FUNCTION tc_sign_code();
DROP TRIGGER IF EXISTS hand_off_append_only ON hand_off;
CREATE TRIGGER hand_off_append_only BEFORE UPDATE OR DELETE ON hand_off FOR EACH ROW EXECUTE FUNCTION tc_sign_hand_off();
DROP TRIGGER IF EXISTS glass_is_short ON broken_glass;
CREATE TRIGGER glass_is_short BEFORE INSERT ON broken_glass FOR EACH ROW EXECUTE FUNCTION tc_glass_is_short();
DROP TRIGGER IF EXISTS dispute_counted ON dispute;
CREATE TRIGGER dispute_counted AFTER INSERT OR DELETE OR UPDATE OF item_id, closed ON dispute
    FOR EACH ROW EXECUTE FUNCTION tc_disputes_counted();
DROP TRIGGER IF EXISTS work_item_counted ON work_item;
CREATE CONSTRAINT TRIGGER work_item_counted AFTER INSERT OR DELETE OR UPDATE OF state, assignee_id, due, client_id, minutes, returned, open_disputes ON work_item
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tc_counted();
DROP TRIGGER IF EXISTS work_item_logged ON work_item;
CREATE CONSTRAINT TRIGGER work_item_logged AFTER UPDATE OF version, state, assignee_id, held_reason, priority, due, patient, service_to, charges_cents, setting, specialty ON work_item
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tc_logged();
DROP TRIGGER IF EXISTS code_assignment_logged ON code_assignment;
CREATE CONSTRAINT TRIGGER code_assignment_logged AFTER INSERT OR UPDATE OR DELETE ON code_assignment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tc_logged();
DROP TRIGGER IF EXISTS finding_override_logged ON finding_override;
CREATE CONSTRAINT TRIGGER finding_override_logged AFTER INSERT OR UPDATE OR DELETE ON finding_override
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tc_logged();
DROP TRIGGER IF EXISTS broken_glass_logged ON broken_glass;
CREATE CONSTRAINT TRIGGER broken_glass_logged AFTER INSERT ON broken_glass
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tc_logged();
DROP TRIGGER IF EXISTS skip_logged ON skip;
CREATE CONSTRAINT TRIGGER skip_logged AFTER INSERT ON skip
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tc_logged();
DROP TRIGGER IF EXISTS dispute_logged ON dispute;
CREATE CONSTRAINT TRIGGER dispute_logged AFTER INSERT OR UPDATE OR DELETE ON dispute
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tc_logged();
DROP TRIGGER IF EXISTS person_logged ON person;
CREATE CONSTRAINT TRIGGER person_logged AFTER INSERT OR UPDATE OR DELETE ON person
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tc_rights_logged();
DROP TRIGGER IF EXISTS person_client_logged ON person_client;
CREATE CONSTRAINT TRIGGER person_client_logged AFTER INSERT OR UPDATE OR DELETE ON person_client
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tc_rights_logged();
DROP TRIGGER IF EXISTS routing_logged ON routing;
CREATE CONSTRAINT TRIGGER routing_logged AFTER INSERT OR UPDATE OR DELETE ON routing
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tc_rights_logged();

-- ---- rows -----------------------------------------------------------------------------------------------------------
ALTER TABLE person ENABLE ROW LEVEL SECURITY;
ALTER TABLE person FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON person;
CREATE POLICY owns ON person FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS reads ON person;
CREATE POLICY reads ON person FOR SELECT TO tui_coder_member
    USING (true);
DROP POLICY IF EXISTS goes_away ON person;
CREATE POLICY goes_away ON person FOR UPDATE TO tui_coder_member
    USING (id = (SELECT tc_me()) OR (SELECT tc_leads()))
    WITH CHECK (id = (SELECT tc_me()) OR (SELECT tc_leads()));
DROP POLICY IF EXISTS puts ON person;
CREATE POLICY puts ON person FOR ALL TO tui_coder_people
    USING (true)
    WITH CHECK (true);
ALTER TABLE client ENABLE ROW LEVEL SECURITY;
ALTER TABLE client FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON client;
CREATE POLICY owns ON client FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS reads ON client;
CREATE POLICY reads ON client FOR SELECT TO tui_coder_member
    USING (true);
DROP POLICY IF EXISTS leads ON client;
CREATE POLICY leads ON client FOR ALL TO tui_coder_member
    USING ((SELECT tc_governs()))
    WITH CHECK ((SELECT tc_governs()));
ALTER TABLE facility ENABLE ROW LEVEL SECURITY;
ALTER TABLE facility FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON facility;
CREATE POLICY owns ON facility FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS reads ON facility;
CREATE POLICY reads ON facility FOR SELECT TO tui_coder_member
    USING (true);
DROP POLICY IF EXISTS leads ON facility;
CREATE POLICY leads ON facility FOR ALL TO tui_coder_member
    USING ((SELECT tc_governs()))
    WITH CHECK ((SELECT tc_governs()));
ALTER TABLE person_client ENABLE ROW LEVEL SECURITY;
ALTER TABLE person_client FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON person_client;
CREATE POLICY owns ON person_client FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS reads ON person_client;
CREATE POLICY reads ON person_client FOR SELECT TO tui_coder_member
    USING (true);
DROP POLICY IF EXISTS leads ON person_client;
CREATE POLICY leads ON person_client FOR ALL TO tui_coder_member
    USING ((SELECT tc_governs()))
    WITH CHECK ((SELECT tc_governs()));
ALTER TABLE routing ENABLE ROW LEVEL SECURITY;
ALTER TABLE routing FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON routing;
CREATE POLICY owns ON routing FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS reads ON routing;
CREATE POLICY reads ON routing FOR SELECT TO tui_coder_member
    USING (true);
DROP POLICY IF EXISTS leads ON routing;
CREATE POLICY leads ON routing FOR ALL TO tui_coder_member
    USING ((SELECT tc_governs()))
    WITH CHECK ((SELECT tc_governs()));
ALTER TABLE encounter ENABLE ROW LEVEL SECURITY;
ALTER TABLE encounter FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON encounter;
CREATE POLICY owns ON encounter FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS sees ON encounter;
CREATE POLICY sees ON encounter FOR SELECT TO tui_coder_member
    USING ((SELECT tc_sees_all()) OR facility_id = ANY (ARRAY(SELECT tc_facilities())) OR id = ANY (ARRAY(SELECT tc_glass_encounters())));
DROP POLICY IF EXISTS takes_in ON encounter;
CREATE POLICY takes_in ON encounter FOR INSERT TO tui_coder_member
    WITH CHECK ((SELECT tc_leads()) AND ((SELECT tc_sees_all()) OR facility_id = ANY (ARRAY(SELECT tc_facilities()))));
DROP POLICY IF EXISTS corrects ON encounter;
CREATE POLICY corrects ON encounter FOR UPDATE TO tui_coder_member
    USING ((SELECT tc_leads()) AND ((SELECT tc_sees_all()) OR facility_id = ANY (ARRAY(SELECT tc_facilities()))))
    WITH CHECK ((SELECT tc_leads()) AND ((SELECT tc_sees_all()) OR facility_id = ANY (ARRAY(SELECT tc_facilities()))));
ALTER TABLE document ENABLE ROW LEVEL SECURITY;
ALTER TABLE document FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON document;
CREATE POLICY owns ON document FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS sees ON document;
CREATE POLICY sees ON document FOR SELECT TO tui_coder_member
    USING (EXISTS (SELECT FROM encounter e WHERE e.id = encounter_id));
DROP POLICY IF EXISTS takes_in ON document;
CREATE POLICY takes_in ON document FOR INSERT TO tui_coder_member
    WITH CHECK ((SELECT tc_leads()) AND EXISTS (SELECT FROM encounter e WHERE e.id = encounter_id));
DROP POLICY IF EXISTS supersedes ON document;
CREATE POLICY supersedes ON document FOR UPDATE TO tui_coder_member
    USING ((SELECT tc_leads()) AND EXISTS (SELECT FROM encounter e WHERE e.id = encounter_id))
    WITH CHECK ((SELECT tc_leads()) AND EXISTS (SELECT FROM encounter e WHERE e.id = encounter_id));
ALTER TABLE work_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE work_item FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON work_item;
CREATE POLICY owns ON work_item FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS sees ON work_item;
CREATE POLICY sees ON work_item FOR SELECT TO tui_coder_member
    USING ((SELECT tc_sees_all()) OR client_id = ANY (ARRAY(SELECT tc_clients())) OR id = ANY (ARRAY(SELECT tc_glass())));
DROP POLICY IF EXISTS takes_in ON work_item;
CREATE POLICY takes_in ON work_item FOR INSERT TO tui_coder_member
    WITH CHECK ((SELECT tc_leads()) AND ((SELECT tc_sees_all()) OR client_id = ANY (ARRAY(SELECT tc_clients()))));
DROP POLICY IF EXISTS works ON work_item;
CREATE POLICY works ON work_item FOR UPDATE TO tui_coder_member
    USING (((SELECT tc_sees_all()) OR client_id = ANY (ARRAY(SELECT tc_clients()))) AND ((SELECT tc_leads()) OR assignee_id IS NULL OR assignee_id = (SELECT tc_me())
        OR (state = 'in_work' AND lease_until < (now() AT TIME ZONE 'UTC'))
        OR (state IN ('open', 'held', 'submitted') AND changed_by = session_user)
        OR (state = 'held' AND held_until <= current_date + 1)
        OR (state = 'co_sign' AND tc_may_co_sign(assignee_id, client_id, setting))))
    WITH CHECK ((SELECT tc_sees_all()) OR client_id = ANY (ARRAY(SELECT tc_clients())));
ALTER TABLE work_tally ENABLE ROW LEVEL SECURITY;
ALTER TABLE work_tally FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON work_tally;
CREATE POLICY owns ON work_tally FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS sees ON work_tally;
CREATE POLICY sees ON work_tally FOR SELECT TO tui_coder_member
    USING ((SELECT tc_sees_all()) OR client_id = ANY (ARRAY(SELECT tc_clients())));
ALTER TABLE code_assignment ENABLE ROW LEVEL SECURITY;
ALTER TABLE code_assignment FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON code_assignment;
CREATE POLICY owns ON code_assignment FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
ALTER TABLE finding_override ENABLE ROW LEVEL SECURITY;
ALTER TABLE finding_override FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON finding_override;
CREATE POLICY owns ON finding_override FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS sees ON code_assignment;
CREATE POLICY sees ON code_assignment FOR SELECT TO tui_coder_member
    USING (EXISTS (SELECT FROM work_item w WHERE w.id = item_id));
DROP POLICY IF EXISTS codes ON code_assignment;
CREATE POLICY codes ON code_assignment FOR ALL TO tui_coder_member
    USING (EXISTS (SELECT FROM work_item w WHERE w.id = item_id AND w.state = 'in_work' AND w.assignee_id = (SELECT tc_me())))
    WITH CHECK (EXISTS (SELECT FROM work_item w WHERE w.id = item_id AND w.state = 'in_work' AND w.assignee_id = (SELECT tc_me())));
DROP POLICY IF EXISTS sees ON finding_override;
CREATE POLICY sees ON finding_override FOR SELECT TO tui_coder_member
    USING (EXISTS (SELECT FROM work_item w WHERE w.id = item_id));
DROP POLICY IF EXISTS codes ON finding_override;
CREATE POLICY codes ON finding_override FOR ALL TO tui_coder_member
    USING (EXISTS (SELECT FROM work_item w WHERE w.id = item_id AND w.state = 'in_work' AND w.assignee_id = (SELECT tc_me())))
    WITH CHECK (EXISTS (SELECT FROM work_item w WHERE w.id = item_id AND w.state = 'in_work' AND w.assignee_id = (SELECT tc_me())));
ALTER TABLE hold ENABLE ROW LEVEL SECURITY;
ALTER TABLE hold FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON hold;
CREATE POLICY owns ON hold FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS sees ON hold;
CREATE POLICY sees ON hold FOR SELECT TO tui_coder_member
    USING (EXISTS (SELECT FROM work_item w WHERE w.id = item_id));
DROP POLICY IF EXISTS holds ON hold;
CREATE POLICY holds ON hold FOR INSERT TO tui_coder_member
    WITH CHECK (EXISTS (SELECT FROM work_item w WHERE w.id = item_id) AND person = session_user);
DROP POLICY IF EXISTS ends ON hold;
CREATE POLICY ends ON hold FOR UPDATE TO tui_coder_member
    USING (EXISTS (SELECT FROM work_item w WHERE w.id = item_id))
    WITH CHECK (EXISTS (SELECT FROM work_item w WHERE w.id = item_id));
ALTER TABLE skip ENABLE ROW LEVEL SECURITY;
ALTER TABLE skip FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON skip;
CREATE POLICY owns ON skip FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS sees ON skip;
CREATE POLICY sees ON skip FOR SELECT TO tui_coder_member
    USING (person_id = (SELECT tc_me()) OR (SELECT tc_leads()) OR (SELECT tc_role()) = 'auditor');
DROP POLICY IF EXISTS adds ON skip;
CREATE POLICY adds ON skip FOR INSERT TO tui_coder_member
    WITH CHECK (person_id = (SELECT tc_me()));
ALTER TABLE broken_glass ENABLE ROW LEVEL SECURITY;
ALTER TABLE broken_glass FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON broken_glass;
CREATE POLICY owns ON broken_glass FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS sees ON broken_glass;
CREATE POLICY sees ON broken_glass FOR SELECT TO tui_coder_member
    USING (person_id = (SELECT tc_me()) OR (SELECT tc_leads()) OR (SELECT tc_role()) = 'auditor');
DROP POLICY IF EXISTS adds ON broken_glass;
CREATE POLICY adds ON broken_glass FOR INSERT TO tui_coder_member
    WITH CHECK (person_id = (SELECT tc_me()));
DROP POLICY IF EXISTS looks ON broken_glass;
CREATE POLICY looks ON broken_glass FOR UPDATE TO tui_coder_member
    USING ((SELECT tc_leads()) AND person_id <> (SELECT tc_me()))
    WITH CHECK ((SELECT tc_leads()) AND person_id <> (SELECT tc_me()) AND seen_by = session_user);
ALTER TABLE dispute ENABLE ROW LEVEL SECURITY;
ALTER TABLE dispute FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON dispute;
CREATE POLICY owns ON dispute FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS sees ON dispute;
CREATE POLICY sees ON dispute FOR SELECT TO tui_coder_member
    USING (EXISTS (SELECT FROM work_item w WHERE w.id = item_id));
DROP POLICY IF EXISTS raises ON dispute;
CREATE POLICY raises ON dispute FOR INSERT TO tui_coder_member
    WITH CHECK (EXISTS (SELECT FROM work_item w WHERE w.id = item_id) AND raised_by = session_user AND NOT closed);
DROP POLICY IF EXISTS steps ON dispute;
CREATE POLICY steps ON dispute FOR UPDATE TO tui_coder_member
    USING (EXISTS (SELECT FROM work_item w WHERE w.id = item_id) AND (owner = session_user OR raised_by = session_user OR (SELECT tc_leads()) OR (SELECT tc_role()) = 'auditor'))
    WITH CHECK (EXISTS (SELECT FROM work_item w WHERE w.id = item_id));
ALTER TABLE dispute_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE dispute_step FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON dispute_step;
CREATE POLICY owns ON dispute_step FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS sees ON dispute_step;
CREATE POLICY sees ON dispute_step FOR SELECT TO tui_coder_member
    USING (EXISTS (SELECT FROM dispute d WHERE d.id = dispute_id));
DROP POLICY IF EXISTS adds ON dispute_step;
CREATE POLICY adds ON dispute_step FOR INSERT TO tui_coder_member
    WITH CHECK (person = session_user AND EXISTS (SELECT FROM dispute d WHERE d.id = dispute_id));
ALTER TABLE hand_off ENABLE ROW LEVEL SECURITY;
ALTER TABLE hand_off FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON hand_off;
CREATE POLICY owns ON hand_off FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS sees ON hand_off;
CREATE POLICY sees ON hand_off FOR SELECT TO tui_coder_member
    USING (sender = session_user OR receiver = session_user OR (SELECT tc_sees_all())
        OR tc_hand_off_seen(id));
DROP POLICY IF EXISTS writes ON hand_off;
CREATE POLICY writes ON hand_off FOR INSERT TO tui_coder_member
    WITH CHECK (sender = session_user AND accepted_at IS NULL);
DROP POLICY IF EXISTS accepts ON hand_off;
CREATE POLICY accepts ON hand_off FOR UPDATE TO tui_coder_member
    USING (receiver = session_user)
    WITH CHECK (receiver = session_user);
ALTER TABLE hand_off_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE hand_off_item FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON hand_off_item;
CREATE POLICY owns ON hand_off_item FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS sees ON hand_off_item;
CREATE POLICY sees ON hand_off_item FOR SELECT TO tui_coder_member
    USING ((SELECT tc_me()) IS NOT NULL);
DROP POLICY IF EXISTS adds ON hand_off_item;
CREATE POLICY adds ON hand_off_item FOR INSERT TO tui_coder_member
    WITH CHECK (EXISTS (SELECT FROM hand_off h WHERE h.id = hand_off_id AND h.sender = session_user AND h.accepted_at IS NULL));
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
ALTER TABLE note FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON note;
CREATE POLICY owns ON note FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS sees ON note;
CREATE POLICY sees ON note FOR SELECT TO tui_coder_member
    USING (EXISTS (SELECT FROM work_item w WHERE w.id = item_id));
DROP POLICY IF EXISTS own ON note;
CREATE POLICY own ON note FOR ALL TO tui_coder_member
    USING (person_id = (SELECT tc_me()) AND EXISTS (SELECT FROM work_item w WHERE w.id = item_id))
    WITH CHECK (person_id = (SELECT tc_me()) AND EXISTS (SELECT FROM work_item w WHERE w.id = item_id));
ALTER TABLE reading_place ENABLE ROW LEVEL SECURITY;
ALTER TABLE reading_place FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON reading_place;
CREATE POLICY owns ON reading_place FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS own ON reading_place;
CREATE POLICY own ON reading_place FOR ALL TO tui_coder_member
    USING (person_id = (SELECT tc_me()))
    WITH CHECK (person_id = (SELECT tc_me()));
ALTER TABLE stopping_point ENABLE ROW LEVEL SECURITY;
ALTER TABLE stopping_point FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON stopping_point;
CREATE POLICY owns ON stopping_point FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS own ON stopping_point;
CREATE POLICY own ON stopping_point FOR ALL TO tui_coder_member
    USING (person_id = (SELECT tc_me()))
    WITH CHECK (person_id = (SELECT tc_me()));
ALTER TABLE document_read ENABLE ROW LEVEL SECURITY;
ALTER TABLE document_read FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON document_read;
CREATE POLICY owns ON document_read FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS own ON document_read;
CREATE POLICY own ON document_read FOR ALL TO tui_coder_member
    USING (person_id = (SELECT tc_me()))
    WITH CHECK (person_id = (SELECT tc_me()));
ALTER TABLE hand_off_draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE hand_off_draft FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON hand_off_draft;
CREATE POLICY owns ON hand_off_draft FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS own ON hand_off_draft;
CREATE POLICY own ON hand_off_draft FOR ALL TO tui_coder_member
    USING (person_id = (SELECT tc_me()))
    WITH CHECK (person_id = (SELECT tc_me()));
ALTER TABLE saved_view ENABLE ROW LEVEL SECURITY;
ALTER TABLE saved_view FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON saved_view;
CREATE POLICY owns ON saved_view FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS own ON saved_view;
CREATE POLICY own ON saved_view FOR ALL TO tui_coder_member
    USING (person_id = (SELECT tc_me()))
    WITH CHECK (person_id = (SELECT tc_me()));
ALTER TABLE favourite ENABLE ROW LEVEL SECURITY;
ALTER TABLE favourite FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON favourite;
CREATE POLICY owns ON favourite FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS own ON favourite;
CREATE POLICY own ON favourite FOR ALL TO tui_coder_member
    USING (person_id = (SELECT tc_me()))
    WITH CHECK (person_id = (SELECT tc_me()));
ALTER TABLE bookmark ENABLE ROW LEVEL SECURITY;
ALTER TABLE bookmark FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON bookmark;
CREATE POLICY owns ON bookmark FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS own ON bookmark;
CREATE POLICY own ON bookmark FOR ALL TO tui_coder_member
    USING (person_id = (SELECT tc_me()))
    WITH CHECK (person_id = (SELECT tc_me()));
ALTER TABLE saved_search ENABLE ROW LEVEL SECURITY;
ALTER TABLE saved_search FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON saved_search;
CREATE POLICY owns ON saved_search FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS own ON saved_search;
CREATE POLICY own ON saved_search FOR ALL TO tui_coder_member
    USING (person_id = (SELECT tc_me()))
    WITH CHECK (person_id = (SELECT tc_me()));
ALTER TABLE last_search ENABLE ROW LEVEL SECURITY;
ALTER TABLE last_search FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON last_search;
CREATE POLICY owns ON last_search FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS own ON last_search;
CREATE POLICY own ON last_search FOR ALL TO tui_coder_member
    USING (person_id = (SELECT tc_me()))
    WITH CHECK (person_id = (SELECT tc_me()));
ALTER TABLE change ENABLE ROW LEVEL SECURITY;
ALTER TABLE change FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON change;
CREATE POLICY owns ON change FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS own ON change;
CREATE POLICY own ON change FOR ALL TO tui_coder_member
    USING (person_id = (SELECT tc_me()))
    WITH CHECK (person_id = (SELECT tc_me()));
DROP POLICY IF EXISTS forgets ON change;
ALTER TABLE own_word ENABLE ROW LEVEL SECURITY;
ALTER TABLE own_word FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON own_word;
CREATE POLICY owns ON own_word FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS sees ON own_word;
CREATE POLICY sees ON own_word FOR SELECT TO tui_coder_member
    USING (person_id IS NULL OR person_id = (SELECT tc_me()));
DROP POLICY IF EXISTS own ON own_word;
CREATE POLICY own ON own_word FOR ALL TO tui_coder_member
    USING (person_id = (SELECT tc_me()) OR (person_id IS NULL AND (SELECT tc_leads())))
    WITH CHECK (person_id = (SELECT tc_me()) OR (person_id IS NULL AND (SELECT tc_leads())));
ALTER TABLE code_set ENABLE ROW LEVEL SECURITY;
ALTER TABLE code_set FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS owns ON code_set;
CREATE POLICY owns ON code_set FOR ALL TO tui_coder_owner
    USING (true)
    WITH CHECK (true);
DROP POLICY IF EXISTS sees ON code_set;
CREATE POLICY sees ON code_set FOR SELECT TO tui_coder_member
    USING (person_id IS NULL OR person_id = (SELECT tc_me()));
DROP POLICY IF EXISTS own ON code_set;
CREATE POLICY own ON code_set FOR ALL TO tui_coder_member
    USING (person_id = (SELECT tc_me()) OR (person_id IS NULL AND (SELECT tc_leads())))
    WITH CHECK (person_id = (SELECT tc_me()) OR (person_id IS NULL AND (SELECT tc_leads())));
