-- What the server does itself: who is asking, the figures of the queue, the log. Run as the owner; may be run again.

-- ---- who is asking -----------------------------------------------------------------------------------------------
-- session_user is whom the server let in; SET ROLE and SET SESSION AUTHORIZATION of others do not change it for a
-- person without superuser rights. A function without a row of `person` for it gives no rights at all.
-- What every statement asks is written in plpgsql: it keeps its plan, where sql makes one at each call.

CREATE OR REPLACE FUNCTION tc_me() RETURNS integer LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    RETURN (SELECT id FROM person WHERE name = session_user AND active);
END $$;

CREATE OR REPLACE FUNCTION tc_role() RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    RETURN coalesce((SELECT role FROM person WHERE name = session_user AND active), '');
END $$;

CREATE OR REPLACE FUNCTION tc_leads() RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT tc_role() IN ('lead', 'admin')
$$;

CREATE OR REPLACE FUNCTION tc_sees_all() RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    RETURN coalesce((SELECT every_client FROM person WHERE name = session_user AND active), false);
END $$;

-- Who sees only some clients changes neither people nor clients, or could widen their own sight.
CREATE OR REPLACE FUNCTION tc_governs() RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT tc_leads() AND tc_sees_all()
$$;

CREATE OR REPLACE FUNCTION tc_person_sees(who integer, client integer) RETURNS boolean LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM person WHERE id = who AND every_client)
        OR EXISTS (SELECT FROM person_client WHERE person_id = who AND client_id = client);
END $$;

CREATE OR REPLACE FUNCTION tc_clients() RETURNS SETOF integer LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT client_id FROM person_client WHERE person_id = tc_me()
$$;

CREATE OR REPLACE FUNCTION tc_facilities() RETURNS SETOF integer LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT f.id FROM facility f WHERE f.client_id IN (SELECT tc_clients())
$$;

CREATE OR REPLACE FUNCTION tc_glass() RETURNS SETOF integer LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT item_id FROM broken_glass WHERE person_id = tc_me() AND until > (now() AT TIME ZONE 'UTC')
$$;

CREATE OR REPLACE FUNCTION tc_glass_encounters() RETURNS SETOF integer LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT encounter_id FROM work_item WHERE id IN (SELECT tc_glass())
$$;

CREATE OR REPLACE FUNCTION tc_installs() RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT pg_has_role(session_user, 'tui_coder_owner', 'MEMBER')
$$;

CREATE OR REPLACE FUNCTION tc_hand_off_seen(number integer) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM hand_off_item i JOIN work_item w ON w.id = i.item_id
        WHERE i.hand_off_id = number AND (w.client_id IN (SELECT tc_clients()) OR w.id IN (SELECT tc_glass()))
    )
$$;

-- A chart of another client by its exact account number, for breaking the glass: that it is there, and whose it is.
CREATE OR REPLACE FUNCTION tc_elsewhere(wanted text) RETURNS TABLE (id integer, account text, client text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT w.id, e.account::text, c.name::text
    FROM encounter e JOIN work_item w ON w.encounter_id = e.id JOIN client c ON c.id = w.client_id
    WHERE e.account = wanted AND tc_me() IS NOT NULL AND NOT tc_sees_all() AND w.client_id NOT IN (SELECT tc_clients())
    ORDER BY w.id
$$;

-- ---- the second signature ------------------------------------------------------------------------------------------
-- Which credentials a setting is for (tc_usual), and which are an apprentice's (tc_apprentices), is made from the
-- program's own table when the store is made.

CREATE OR REPLACE FUNCTION tc_wanted(client integer, chart text) RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT coalesce((SELECT string_to_array(r.credentials, ' ') FROM routing r
                     WHERE r.client_id = client AND r.setting = chart), tc_usual(chart))
$$;

CREATE OR REPLACE FUNCTION tc_holds_in_full(who integer, client integer, chart text) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM person p, unnest(string_to_array(p.credentials, ' ')) held
        WHERE p.id = who AND held <> '' AND held <> ALL (tc_apprentices())
          AND (tc_wanted(client, chart) = '{}' OR held = ANY (tc_wanted(client, chart)))
    )
$$;

CREATE OR REPLACE FUNCTION tc_needs_co_sign(who integer, client integer, chart text) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM person p WHERE p.id = who
                   AND string_to_array(p.credentials, ' ') && tc_apprentices())
        AND NOT tc_holds_in_full(who, client, chart)
$$;

CREATE OR REPLACE FUNCTION tc_may_co_sign(coder integer, client integer, chart text) RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT tc_me() IS DISTINCT FROM coder
        AND (tc_leads() OR (tc_role() = 'coder' AND tc_holds_in_full(tc_me(), client, chart)))
$$;

-- ---- the figures of the queue (work_tally) -------------------------------------------------------------------------
-- Counted at commit, when the log is locked anyway: two people who take work of the same day do not wait for
-- each other before that.

CREATE OR REPLACE FUNCTION tc_lock_log() RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(7203, 1)
$$;

CREATE OR REPLACE FUNCTION tc_count(item work_item, step integer) RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO work_tally AS t (state, assignee_id, due, client_id, charts, minutes, returned, disputed)
    VALUES (item.state, coalesce(item.assignee_id, 0),
            CASE item.state WHEN 'submitted' THEN DATE '9999-12-31' ELSE item.due END, item.client_id,
            step, step * item.minutes, step * item.returned::integer, step * (item.open_disputes > 0)::integer)
    ON CONFLICT (state, assignee_id, due, client_id) DO UPDATE
    SET charts = t.charts + excluded.charts, minutes = t.minutes + excluded.minutes,
        returned = t.returned + excluded.returned, disputed = t.disputed + excluded.disputed;
END $$;

CREATE OR REPLACE FUNCTION tc_counted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM tc_lock_log();
    IF TG_OP <> 'INSERT' THEN PERFORM tc_count(OLD, -1); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM tc_count(NEW, 1); END IF;
    DELETE FROM work_tally WHERE charts = 0 AND TG_OP <> 'INSERT'
        AND (state, assignee_id, due, client_id) = (OLD.state, coalesce(OLD.assignee_id, 0),
            CASE OLD.state WHEN 'submitted' THEN DATE '9999-12-31' ELSE OLD.due END, OLD.client_id);
    RETURN NULL;
END $$;

-- ---- the log -------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION tc_log_append(entries json) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    entry json;
    seq bigint;
    prev text;
    instant text;
    account text := session_user || '@' || coalesce(host(inet_client_addr()), 'local');
    body text;
    whole text;
    own text;
BEGIN
    IF tc_me() IS NULL AND NOT tc_installs() THEN
        RAISE insufficient_privilege USING MESSAGE = session_user || ' is no person of this store';
    END IF;
    PERFORM tc_lock_log();
    SELECT sequence, digest INTO seq, prev FROM event ORDER BY sequence DESC LIMIT 1;
    seq := coalesce(seq, 0);
    prev := coalesce(prev, repeat('0', 64));
    FOR entry IN SELECT value FROM json_array_elements(entries) LOOP
        seq := seq + 1;
        instant := to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS') || '+00:00';
        whole := CASE WHEN entry ->> 'item_id' IS NULL THEN entry ->> 'item'
                      ELSE '#' || (entry ->> 'item_id') || ' ' || (entry ->> 'item') END;
        body := '[' || to_json(prev) || ',' || seq || ',' || to_json(instant) || ',' || to_json(session_user::text)
             || ',' || to_json(account) || ',' || to_json(entry ->> 'what') || ',' || to_json(whole)
             || ',' || to_json(entry ->> 'before') || ',' || to_json(entry ->> 'after') || ']';
        own := encode(sha256(convert_to(body, 'UTF8')), 'hex');
        INSERT INTO event (sequence, at, person, os_account, what, item_id, item, before, after, previous, digest)
        VALUES (seq, instant, session_user, account, entry ->> 'what', (entry ->> 'item_id')::integer,
                entry ->> 'item', entry ->> 'before', entry ->> 'after', prev, own);
        prev := own;
    END LOOP;
    PERFORM pg_notify('tui_coder', seq::text);
    RETURN seq;
END $$;

CREATE OR REPLACE FUNCTION tc_log_head(OUT sequence bigint, OUT digest text) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT e.sequence, e.digest FROM event e ORDER BY e.sequence DESC LIMIT 1
$$;

-- Whether somebody else changed what the person who asks may do or see, or wrote or read back a hand-off that they see:
-- the entries of it are a lead's to read. What an entry tells may be anything that somebody sent with psql.
CREATE OR REPLACE FUNCTION tc_was_changed(since bigint) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM event e WHERE e.sequence > since AND e.item_id IS NULL AND e.person <> session_user
        AND (position(to_json(session_user::text)::text IN e.before || e.after) > 0
             OR (e.what IN ('hand-off written', 'hand-off accepted') AND tc_me() IS NOT NULL
                 AND (tc_sees_all()
                      OR tc_hand_off_seen(substring(e.after FROM '"hand_off":([0-9]{1,9})[,}]')::integer))))
    );
END $$;

CREATE OR REPLACE FUNCTION tc_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE insufficient_privilege USING MESSAGE = 'the log is append-only';
END $$;

-- Whether a row was written by the transaction that asks, or by one of its savepoints: it sees the row, and nobody's
-- rows are seen before they are committed.
CREATE OR REPLACE FUNCTION tc_written_now(writer xid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    low constant bigint := 4294967295;
    number bigint := writer::text::bigint;
    top bigint := pg_current_xact_id()::text::bigint;
BEGIN
    RETURN number >= (top & low) AND pg_xact_status(((top & ~low) | number)::text::xid8) = 'in progress';
EXCEPTION WHEN invalid_parameter_value THEN  -- a number of the round before, which this round has not reached yet
    RETURN false;
END $$;

-- A change of a chart without its entry in the log is refused when it is committed; that somebody looked at it tells of
-- no change, and a change of codes is told by the codes as they are now.
CREATE OR REPLACE FUNCTION tc_logged() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    changed integer := CASE TG_TABLE_NAME
        WHEN 'work_item' THEN (to_json(coalesce(NEW, OLD)) ->> 'id')::integer
        ELSE (to_json(coalesce(NEW, OLD)) ->> 'item_id')::integer END;
    entry record;
BEGIN
    IF tc_installs() THEN RETURN NULL; END IF;
    FOR entry IN SELECT xmin AS writer, what, after FROM event WHERE item_id = changed ORDER BY sequence DESC LOOP
        EXIT WHEN NOT tc_written_now(entry.writer);
        CONTINUE WHEN entry.what IN ('opened', 'document read', 'chart read', 'denied', 'patient searched');
        IF TG_TABLE_NAME <> 'code_assignment' OR tc_tells_codes(entry.after, changed) THEN RETURN NULL; END IF;
    END LOOP;
    RAISE insufficient_privilege USING MESSAGE =
        'a change of a chart without its entry in the log is refused (' || TG_TABLE_NAME || ')';
END $$;

CREATE OR REPLACE FUNCTION tc_tells_codes(after text, item integer) RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT after::json -> 'codes' IS NOT NULL AND
        (SELECT array_agg(replace(told ->> 1, '.', '') ORDER BY replace(told ->> 1, '.', ''))
         FROM json_array_elements(after::json -> 'codes') told)
        IS NOT DISTINCT FROM
        (SELECT array_agg(replace(code, '.', '') ORDER BY replace(code, '.', ''))
         FROM code_assignment WHERE item_id = item)
$$;

-- A change of who may do what, without an entry that names whom it is about, is refused when it is committed; the entry
-- of a new role says that role.
CREATE OR REPLACE FUNCTION tc_rights_logged() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    now_row json := to_json(coalesce(NEW, OLD));
    about text := CASE TG_TABLE_NAME
        WHEN 'person' THEN now_row ->> 'name'
        WHEN 'person_client' THEN (SELECT name FROM person WHERE id = (now_row ->> 'person_id')::integer)
        ELSE (SELECT name FROM client WHERE id = (now_row ->> 'client_id')::integer) END;
    new_role text := CASE WHEN TG_TABLE_NAME = 'person' AND (
        TG_OP = 'INSERT' OR to_json(OLD) ->> 'role' <> now_row ->> 'role') THEN now_row ->> 'role' END;
    entry record;
BEGIN
    IF tc_installs() THEN RETURN NULL; END IF;
    FOR entry IN SELECT xmin AS writer, item_id, before, after FROM event ORDER BY sequence DESC LOOP
        EXIT WHEN NOT tc_written_now(entry.writer);
        CONTINUE WHEN entry.item_id IS NOT NULL;
        IF position(to_json(about)::text IN entry.before || entry.after) > 0
           AND (new_role IS NULL OR entry.after::json ->> 'role' = new_role) THEN RETURN NULL; END IF;
    END LOOP;
    RAISE insufficient_privilege USING MESSAGE =
        'a change of who may do what without its entry in the log is refused (' || TG_TABLE_NAME || ')';
END $$;

-- ---- signing what is written ---------------------------------------------------------------------------------------

-- Why a chart is not moved so by who asks; NULL where it is. A lead moves charts between people, but signs none for them;
-- of a colleague's chart a coder takes up what lapsed, ends a hold whose day has come, and turns back what they did.
CREATE OR REPLACE FUNCTION tc_refused(was work_item, becomes work_item) RETURNS text LANGUAGE plpgsql STABLE
SET search_path = public, pg_temp AS $$
DECLARE
    me constant integer := coalesce(tc_me(), -1);
    holder constant integer := coalesce(was.assignee_id, 0);
    receiver constant integer := coalesce(becomes.assignee_id, 0);
    own_change constant boolean := was.changed_by = session_user;
BEGIN
    IF (becomes.state = 'submitted' AND NOT (receiver = holder AND (
            was.state = 'submitted'
            OR (was.state = 'in_work' AND holder = me AND NOT tc_needs_co_sign(holder, was.client_id, was.setting))
            OR (was.state = 'co_sign' AND tc_may_co_sign(holder, was.client_id, was.setting)))))
       OR (becomes.state = 'co_sign' AND NOT (
            (was.state = 'co_sign' AND receiver = holder)
            OR (was.state = 'in_work' AND holder = me AND receiver = me)
            OR ((was.state = 'submitted' OR (was.state = 'open' AND was.returned)) AND own_change AND receiver <> 0
                AND (receiver = holder
                     OR (holder = 0 AND EXISTS (SELECT FROM person WHERE id = receiver AND NOT active)))
                AND tc_may_co_sign(receiver, was.client_id, was.setting))))
       OR (was.state = 'co_sign' AND becomes.state = 'open'
           AND NOT (receiver IN (holder, 0) AND tc_may_co_sign(holder, was.client_id, was.setting)))
       OR (was.state = 'co_sign' AND becomes.state = 'in_work' AND NOT (tc_leads() OR holder = me))
       OR (was.state = 'co_sign' AND becomes.state = 'held')
    THEN
        RETURN 'the work of an apprentice is submitted, or sent back, by somebody else with the credential for it, '
            || 'and everybody''s under their own name';
    END IF;
    IF tc_leads() THEN RETURN NULL; END IF;
    IF becomes.state = 'in_work' AND (was.state <> 'in_work' OR receiver <> holder) AND receiver <> me THEN
        RETURN 'a chart is taken into work by who works on it';
    END IF;
    IF holder NOT IN (0, me) AND NOT (
        (was.state = 'in_work' AND becomes.state = 'in_work' AND receiver = me)
        OR (was.state IN ('co_sign', 'submitted') AND becomes.state <> was.state
            AND becomes.state IN ('co_sign', 'submitted', 'open') AND (was.state, becomes.state) <> ('submitted', 'open'))
        OR (was.state IN ('open', 'held') AND own_change AND receiver IN (holder, me, 0))
        OR (was.state = 'held' AND becomes.state = 'open' AND (receiver = holder OR (receiver = 0 AND EXISTS (
            SELECT FROM person p WHERE p.id = holder  -- the day of who wakes it may be that before the server's
            AND (NOT p.active OR p.away_until >= current_date OR NOT tc_person_sees(p.id, was.client_id))))))
    ) THEN
        RETURN 'the chart of a colleague is moved by a lead alone';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION tc_sign_item() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    refused text;
    told work_item := NEW;
BEGIN
    IF NEW.version = OLD.version THEN
        NEW.changed_by := OLD.changed_by;
    ELSIF NOT (OLD.state = 'held' AND NEW.state = 'open' AND OLD.held_until <= current_date + 1
               AND NEW.changed_by = OLD.changed_by) THEN  -- whose day has come ends by itself, and stays who held it
        NEW.changed_by := session_user;
    END IF;
    IF NEW.version NOT IN (OLD.version, OLD.version + 1) OR NEW.fence < OLD.fence OR NEW.id <> OLD.id
       OR NEW.encounter_id <> OLD.encounter_id OR (NEW.client_id <> OLD.client_id AND NOT tc_leads()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a version, a fence and an encounter do not go back';
    END IF;
    IF NEW.assignee_id IS DISTINCT FROM OLD.assignee_id AND NEW.assignee_id IS NOT NULL
       AND NOT tc_person_sees(NEW.assignee_id, NEW.client_id) THEN
        RAISE insufficient_privilege USING MESSAGE = 'that person does not see the charts of this client';
    END IF;
    IF NOT tc_installs() AND current_user <> 'tui_coder_owner' THEN
        -- Without a new version goes the lease alone, and what a lead's import, or a facility that changes
        -- hands, makes of its encounter; the number of disputes is counted by the server.
        IF NEW.version = OLD.version THEN told := OLD; END IF;
        told.changed_by := NEW.changed_by;
        told.lease_until := NEW.lease_until;
        told.open_disputes := OLD.open_disputes;
        told.arrived_at := OLD.arrived_at;
        IF tc_leads() THEN
            told.patient := NEW.patient; told.service_to := NEW.service_to;
            told.charges_cents := NEW.charges_cents; told.setting := NEW.setting; told.specialty := NEW.specialty;
            told.client_id := NEW.client_id;
        ELSE
            told.patient := OLD.patient; told.service_to := OLD.service_to; told.minutes := OLD.minutes;
            told.charges_cents := OLD.charges_cents; told.setting := OLD.setting; told.specialty := OLD.specialty;
        END IF;
        IF told IS DISTINCT FROM NEW THEN
            RAISE insufficient_privilege USING MESSAGE = 'a chart changes under a new version, and its encounter by import';
        END IF;
        refused := tc_refused(OLD, NEW);
        IF refused IS NOT NULL THEN RAISE insufficient_privilege USING MESSAGE = refused; END IF;
    END IF;
    NEW.lease_until := least(NEW.lease_until, (clock_timestamp() AT TIME ZONE 'UTC') + interval '31 minutes');
    RETURN NEW;
END $$;

-- What anybody did to the codes of a chart leads back to nothing once it is finished.
CREATE OR REPLACE FUNCTION tc_forget() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM change WHERE scope = 'item:' || NEW.id;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION tc_sign_code() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.person := session_user;
    ELSIF (NEW.system, NEW.code, NEW.role, NEW.poa, NEW.modifiers, NEW.units, NEW.pointers, NEW.evidence)
          IS DISTINCT FROM (OLD.system, OLD.code, OLD.role, OLD.poa, OLD.modifiers, OLD.units, OLD.pointers, OLD.evidence)
    THEN
        -- Another code is another statement: it is signed anew.
        NEW.person := CASE WHEN NEW.person = OLD.person AND (NEW.system, NEW.code) = (OLD.system, OLD.code)
                           THEN OLD.person ELSE session_user END;
    ELSE
        NEW.person := OLD.person;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION tc_sign_hand_off() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.accepted_at IS NOT NULL OR NEW.accepted_at IS NULL
       OR (OLD.id, OLD.sender, OLD.receiver, OLD.severity, OLD.summary, OLD.actions, OLD.contingencies, OLD.written_at)
          IS DISTINCT FROM
          (NEW.id, NEW.sender, NEW.receiver, NEW.severity, NEW.summary, NEW.actions, NEW.contingencies, NEW.written_at)
    THEN
        RAISE insufficient_privilege USING MESSAGE = 'the hand-off log is append-only';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION tc_glass_is_short() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF length(regexp_replace(NEW.reason, '[^[:alpha:]]', '', 'g')) < 10 THEN
        RAISE insufficient_privilege USING MESSAGE = 'breaking the glass needs a reason of ten letters or more';
    END IF;
    NEW.at := clock_timestamp() AT TIME ZONE 'UTC';
    NEW.until := NEW.at + interval '60 minutes';
    NEW.seen_by := '';
    RETURN NEW;
END $$;

-- Counted anew each time a dispute changes, and by whoever asks: a number that is sent would have to be believed.
CREATE OR REPLACE FUNCTION tc_count_disputes(item integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM work_item WHERE id = item FOR UPDATE;  -- or the next statement would not see who counts beside us
    UPDATE work_item SET open_disputes = (SELECT count(*) FROM dispute WHERE item_id = item AND NOT closed)
    WHERE id = item;
END $$;

CREATE OR REPLACE FUNCTION tc_disputes_counted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM tc_count_disputes(OLD.item_id); END IF;
    IF TG_OP <> 'DELETE' AND NEW.item_id IS DISTINCT FROM OLD.item_id THEN PERFORM tc_count_disputes(NEW.item_id); END IF;
    RETURN NULL;
END $$;

-- ---- reading a chart -----------------------------------------------------------------------------------------------
-- The only door to the words of a document; that a person read a chart is an entry of the log, once in an hour.

CREATE OR REPLACE FUNCTION tc_texts(wanted integer) RETURNS TABLE (id integer, text text) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    item record;
BEGIN
    SELECT w.id, w.client_id, e.account INTO item FROM work_item w JOIN encounter e ON e.id = w.encounter_id
    WHERE w.encounter_id = wanted;
    IF tc_me() IS NULL OR item.id IS NULL OR NOT (
        tc_sees_all() OR item.client_id IN (SELECT tc_clients()) OR item.id IN (SELECT tc_glass())
    ) THEN
        RETURN;
    END IF;
    IF NOT EXISTS (
        SELECT FROM event v WHERE v.item_id = item.id AND v.person = session_user AND v.what IN ('chart read', 'opened')
        AND v.at > to_char((clock_timestamp() - interval '1 hour') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS')
    ) THEN
        PERFORM tc_log_append(json_build_array(json_build_object(
            'what', 'chart read', 'item_id', item.id, 'item', item.account, 'before', '{}', 'after', '{}')));
    END IF;
    RETURN QUERY SELECT d.id, d.text::text FROM document d WHERE d.encounter_id = wanted;
END $$;

-- ---- the next item -------------------------------------------------------------------------------------------------
-- In working order: overdue, then by priority, due day and age; a person's own, the pool's, and what colleagues let
-- lapse, side by side. What somebody is just taking is passed over; where nothing else is left, it is waited for:
-- "nothing" is never false.

DROP FUNCTION IF EXISTS tc_routed(integer, text, text[], text[], text[]);
DROP FUNCTION IF EXISTS tc_next(integer, date, timestamp, text[], text[], text[], integer[]);
DROP FUNCTION IF EXISTS tc_next_free(integer, date, timestamp, text[], text[], text[], integer[]);

CREATE OR REPLACE FUNCTION tc_routed(client integer, setting text, specialty text, usual text[], also text[],
                                     never text[], specialties text[])
RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT (usual IS NULL OR (client::text || ':' || setting) = ANY (also)
            OR (setting = ANY (usual) AND NOT (client::text || ':' || setting) = ANY (never)))
        AND (specialties IS NULL OR specialty = '' OR specialty = ANY (specialties))
$$;

CREATE OR REPLACE FUNCTION tc_next(me integer, today date, instant timestamp, usual text[], also text[], never text[],
                                   specialties text[], skips_since timestamp)
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    skipped constant integer[] := ARRAY(SELECT item_id FROM skip WHERE person_id = me AND at >= skips_since);
    found integer;
    pause double precision := 0.002;
BEGIN
    FOR try IN 1..400 LOOP
        found := tc_next_free(me, today, instant, usual, also, never, specialties, skipped);
        IF found IS NOT NULL OR (NOT EXISTS (
            SELECT FROM work_item w
            WHERE w.state = 'open' AND w.assignee_id IS NULL AND NOT w.id = ANY (skipped)
              AND tc_routed(w.client_id, w.setting, w.specialty, usual, also, never, specialties)
        ) AND NOT EXISTS (  -- lapsed by the server's clock too, or row security hands it to nobody
            SELECT FROM work_item w
            WHERE w.state = 'in_work' AND w.lease_until < least(instant, now() AT TIME ZONE 'UTC') AND w.from_pool
              AND w.assignee_id <> me AND NOT w.id = ANY (skipped)
              AND tc_routed(w.client_id, w.setting, w.specialty, usual, also, never, specialties)
        )) THEN
            RETURN found;
        END IF;
        -- Waiting on a row would keep its lock behind whoever took it, and two who wait so wait for each other.
        PERFORM pg_sleep(pause * (0.5 + random()));
        pause := least(0.05, pause * 1.5);
    END LOOP;
    RAISE lock_not_available USING MESSAGE = 'what is left is being taken by somebody who does not finish';
END $$;

-- A person's own and what lapsed are few, and looked through in one go. What is not taken is not locked either, or a
-- colleague would pass it over and be served it later, out of order.
CREATE OR REPLACE FUNCTION tc_next_free(me integer, today date, instant timestamp, usual text[], also text[],
                                        never text[], specialties text[], skipped integer[])
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    own work_item;
    lapsed work_item;
    pooled integer;
BEGIN
    SELECT w.* INTO own FROM work_item w
    WHERE w.assignee_id = me AND w.state <> 'submitted' AND NOT w.id = ANY (skipped)
      AND (w.state = 'open' OR (w.state = 'in_work' AND w.lease_until < instant))
    ORDER BY w.due < today DESC, w.priority DESC, w.due, w.arrived_at, w.id LIMIT 1;
    SELECT w.* INTO lapsed FROM work_item w
    WHERE w.state = 'in_work' AND w.lease_until < instant AND w.from_pool AND w.assignee_id <> me
      AND NOT w.id = ANY (skipped) AND tc_routed(w.client_id, w.setting, w.specialty, usual, also, never, specialties)
      AND (own.id IS NULL OR (w.due >= today, -w.priority, w.due, w.arrived_at, w.id)
           < (own.due >= today, -own.priority, own.due, own.arrived_at, own.id))
    ORDER BY w.due < today DESC, w.priority DESC, w.due, w.arrived_at, w.id LIMIT 1;
    pooled := tc_first_pooled(
        today, usual, also, never, specialties, skipped, CASE WHEN lapsed.id IS NULL THEN own ELSE lapsed END);
    IF pooled IS NOT NULL THEN RETURN pooled; END IF;
    IF lapsed.id IS NULL THEN RETURN own.id; END IF;
    PERFORM FROM work_item w WHERE w.id = lapsed.id AND w.state = 'in_work' AND w.lease_until < instant
    FOR UPDATE SKIP LOCKED;
    IF FOUND THEN RETURN lapsed.id; END IF;
    RETURN tc_next_free(me, today, instant, usual, also, never, specialties, skipped || lapsed.id);
END $$;

-- The first of the pool that stands before an item (NULL: of all of it), locked: of each priority that has something
-- overdue, then of all. Each is one range of the index, so that what stands behind the item is not walked through.
CREATE OR REPLACE FUNCTION tc_first_pooled(today date, usual text[], also text[], never text[], specialties text[],
                                           skipped integer[], before work_item)
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    late constant boolean := coalesce(before.due < today, false);
    above constant integer := coalesce(before.priority, -1);  -- row security lets no coalesce into an index
    floor constant integer := CASE WHEN late THEN before.priority ELSE 0 END;
    level integer;
    last record;
    pooled integer;
BEGIN
    FOR level IN
        SELECT each FROM generate_series(9, 0, -1) each WHERE each >= floor AND EXISTS (
            SELECT FROM work_item w
            WHERE w.state = 'open' AND w.assignee_id IS NULL AND w.priority = each AND w.due < today)
        ORDER BY each DESC  -- the server may join them in any order
    LOOP
        IF late AND level = before.priority THEN
            SELECT before.due, before.arrived_at, before.id INTO last;
        ELSE
            SELECT today AS due, '-infinity'::timestamp AS arrived_at, 0 AS id INTO last;
        END IF;
        SELECT w.id INTO pooled FROM work_item w
        WHERE w.state = 'open' AND w.assignee_id IS NULL AND w.priority = level
          AND (w.due, w.arrived_at, w.id) < (last.due, last.arrived_at, last.id)
          AND NOT w.id = ANY (skipped) AND tc_routed(w.client_id, w.setting, w.specialty, usual, also, never, specialties)
        ORDER BY w.due, w.arrived_at, w.id LIMIT 1 FOR UPDATE SKIP LOCKED;
        IF pooled IS NOT NULL THEN RETURN pooled; END IF;
    END LOOP;
    IF late THEN RETURN NULL; END IF;
    SELECT w.id INTO pooled FROM work_item w
    WHERE w.state = 'open' AND w.assignee_id IS NULL AND w.priority > above
      AND NOT w.id = ANY (skipped) AND tc_routed(w.client_id, w.setting, w.specialty, usual, also, never, specialties)
    ORDER BY w.priority DESC, w.due, w.arrived_at, w.id LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF pooled IS NULL AND before.id IS NOT NULL THEN
        SELECT w.id INTO pooled FROM work_item w
        WHERE w.state = 'open' AND w.assignee_id IS NULL AND w.priority = before.priority
          AND (w.due, w.arrived_at, w.id) < (before.due, before.arrived_at, before.id)
          AND NOT w.id = ANY (skipped) AND tc_routed(w.client_id, w.setting, w.specialty, usual, also, never, specialties)
        ORDER BY w.due, w.arrived_at, w.id LIMIT 1 FOR UPDATE SKIP LOCKED;
    END IF;
    RETURN pooled;
END $$;

-- ---- people --------------------------------------------------------------------------------------------------------

CREATE OR REPLACE FUNCTION tc_may_change_people() RETURNS boolean LANGUAGE sql STABLE
SET search_path = public, pg_temp AS $$
    SELECT tc_governs() OR tc_installs()
$$;

CREATE OR REPLACE FUNCTION tc_person_put(
    who text, new_role text, new_credentials text, new_title text, is_active boolean, sees_all boolean
) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    key integer;
    held text;
BEGIN
    IF NOT tc_may_change_people() THEN
        RAISE insufficient_privilege USING MESSAGE = session_user || ' may not add or change people';
    END IF;
    IF who !~ '^[a-z0-9][a-z0-9._-]{0,31}$' OR new_role NOT IN ('coder', 'lead', 'auditor', 'admin') THEN
        RAISE invalid_parameter_value USING MESSAGE = 'that is no sign-in name or no role';
    END IF;
    IF who ~ '^(tui_coder|pg)_' THEN
        RAISE insufficient_privilege USING MESSAGE = who || ' is a name of the server''s or of this program''s own';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = who) THEN
        EXECUTE format('CREATE ROLE %I LOGIN', who);
    -- A superuser is a member of every role: a lead who made the administrator a coder would lock them out.
    ELSIF NOT tc_installs() AND NOT EXISTS (
        SELECT FROM pg_roles
        WHERE rolname = who AND NOT rolsuper AND pg_has_role(who, 'tui_coder_member', 'MEMBER')
    ) THEN
        RAISE insufficient_privilege USING MESSAGE =
            who || ' is already a sign-in name of this server for something else; its administrator has to add it';
    ELSIF is_active AND EXISTS (SELECT FROM pg_roles WHERE rolname = who AND NOT rolcanlogin) THEN
        EXECUTE format('ALTER ROLE %I LOGIN', who);
    END IF;
    FOREACH held IN ARRAY ARRAY['coder', 'lead', 'auditor', 'admin'] LOOP
        IF held <> new_role AND EXISTS (
            SELECT FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles p ON p.oid = m.member
            WHERE g.rolname = 'tui_coder_' || held AND p.rolname = who
        ) THEN
            EXECUTE format('REVOKE %I FROM %I', 'tui_coder_' || held, who);
        END IF;
    END LOOP;
    EXECUTE format('GRANT %I TO %I', 'tui_coder_' || new_role, who);
    INSERT INTO person AS p (name, role, credentials, title, active, every_client)
    VALUES (who, new_role, new_credentials, new_title, is_active, sees_all)
    ON CONFLICT (name) DO UPDATE SET role = excluded.role, credentials = excluded.credentials,
        title = excluded.title, active = excluded.active, every_client = excluded.every_client
    RETURNING p.id INTO key;
    IF NOT is_active AND NOT EXISTS (SELECT FROM pg_roles WHERE rolname = who AND rolsuper) THEN
        EXECUTE format('ALTER ROLE %I NOLOGIN', who);
    END IF;
    RETURN key;
END $$;

-- Kept as the program keeps them (domain.encounter.specialty_named), also when they are named with psql: one that is
-- written otherwise than the charts' would have nothing served. Small letters beyond ASCII are the program's to make, as
-- it reads them: a server's own differ (`ß`, `İ`).
CREATE OR REPLACE FUNCTION tc_specialise(who text, named text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    kept text[];
BEGIN
    IF NOT tc_may_change_people() THEN
        RAISE insufficient_privilege USING MESSAGE = session_user || ' may not add or change people';
    END IF;
    kept := ARRAY(
        SELECT told FROM (
            SELECT btrim(regexp_replace(lower(each COLLATE "C"), '[;[:space:][:cntrl:]]+', ' ', 'g')) AS told,
                   min(place) AS place
            FROM unnest(string_to_array(named, ',')) WITH ORDINALITY n (each, place) GROUP BY told
        ) n WHERE told <> '' ORDER BY place);
    IF EXISTS (SELECT FROM unnest(kept) told WHERE length(told) > 64) THEN
        RAISE invalid_parameter_value USING MESSAGE = 'a specialty has 64 characters at most';
    END IF;
    UPDATE person SET specialties = array_to_string(kept, ',') WHERE name = who;
END $$;
