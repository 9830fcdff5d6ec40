-- A team's store as schema 0005 was written by the program of that time; the people and charts are invented.
SET check_function_bodies = false;
CREATE FUNCTION public.tc_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE insufficient_privilege USING MESSAGE = 'the log is append-only';
END $$;
ALTER FUNCTION public.tc_append_only() OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_apprentices() RETURNS text[]
    LANGUAGE sql IMMUTABLE
    AS $$
            SELECT ARRAY['COC-A', 'CPC-A']::text[]
        $$;
ALTER FUNCTION public.tc_apprentices() OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_clients() RETURNS SETOF integer
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT client_id FROM person_client WHERE person_id = tc_me()
$$;
ALTER FUNCTION public.tc_clients() OWNER TO tui_coder_owner;
CREATE TABLE public.work_item (
    id integer NOT NULL,
    encounter_id integer NOT NULL,
    state character varying NOT NULL,
    priority integer NOT NULL,
    due date NOT NULL,
    minutes integer NOT NULL,
    assignee_id integer,
    arrived_at timestamp without time zone NOT NULL,
    version integer NOT NULL,
    lease_until timestamp without time zone,
    returned boolean NOT NULL,
    changed_documents boolean NOT NULL,
    open_disputes integer NOT NULL,
    held_reason character varying NOT NULL,
    held_until date,
    changed_by character varying NOT NULL,
    changed_at timestamp without time zone,
    patient character varying NOT NULL,
    service_to date NOT NULL,
    charges_cents bigint NOT NULL,
    setting character varying DEFAULT ''::character varying NOT NULL,
    client_id integer DEFAULT 0 NOT NULL,
    fence integer DEFAULT 0 NOT NULL,
    leased_at timestamp without time zone,
    from_pool boolean DEFAULT false NOT NULL,
    given_by character varying DEFAULT ''::character varying NOT NULL,
    given_why character varying DEFAULT ''::character varying NOT NULL,
    specialty character varying DEFAULT ''::character varying NOT NULL,
    CONSTRAINT ck_item_disputes CHECK ((open_disputes >= 0)),
    CONSTRAINT ck_item_hold CHECK ((((state)::text <> 'held'::text) OR ((held_reason)::text <> ''::text))),
    CONSTRAINT ck_item_priority CHECK (((priority >= 0) AND (priority <= 9))),
    CONSTRAINT ck_item_state CHECK (((state)::text = ANY (ARRAY[('open'::character varying)::text, ('in_work'::character varying)::text, ('held'::character varying)::text, ('co_sign'::character varying)::text, ('submitted'::character varying)::text]))),
    CONSTRAINT ck_item_worker CHECK ((((state)::text <> 'in_work'::text) OR (assignee_id IS NOT NULL)))
);
ALTER TABLE ONLY public.work_item FORCE ROW LEVEL SECURITY;
ALTER TABLE public.work_item OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_count(item public.work_item, step integer) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    INSERT INTO work_tally AS t (state, assignee_id, due, client_id, charts, minutes, returned, disputed)
    VALUES (item.state, coalesce(item.assignee_id, 0),
            CASE item.state WHEN 'submitted' THEN DATE '9999-12-31' ELSE item.due END, item.client_id,
            step, step * item.minutes, step * item.returned::integer, step * (item.open_disputes > 0)::integer)
    ON CONFLICT (state, assignee_id, due, client_id) DO UPDATE
    SET charts = t.charts + excluded.charts, minutes = t.minutes + excluded.minutes,
        returned = t.returned + excluded.returned, disputed = t.disputed + excluded.disputed;
END $$;
ALTER FUNCTION public.tc_count(item public.work_item, step integer) OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_count_disputes(item integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    PERFORM FROM work_item WHERE id = item FOR UPDATE;  -- or the next statement would not see who counts beside us
    UPDATE work_item SET open_disputes = (SELECT count(*) FROM dispute WHERE item_id = item AND NOT closed)
    WHERE id = item;
END $$;
ALTER FUNCTION public.tc_count_disputes(item integer) OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_counted() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    PERFORM tc_lock_log();
    IF TG_OP <> 'INSERT' THEN PERFORM tc_count(OLD, -1); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM tc_count(NEW, 1); END IF;
    DELETE FROM work_tally WHERE charts = 0 AND TG_OP <> 'INSERT'
        AND (state, assignee_id, due, client_id) = (OLD.state, coalesce(OLD.assignee_id, 0),
            CASE OLD.state WHEN 'submitted' THEN DATE '9999-12-31' ELSE OLD.due END, OLD.client_id);
    RETURN NULL;
END $$;
ALTER FUNCTION public.tc_counted() OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_disputes_counted() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM tc_count_disputes(OLD.item_id); END IF;
    IF TG_OP <> 'DELETE' AND NEW.item_id IS DISTINCT FROM OLD.item_id THEN PERFORM tc_count_disputes(NEW.item_id); END IF;
    RETURN NULL;
END $$;
ALTER FUNCTION public.tc_disputes_counted() OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_elsewhere(wanted text) RETURNS TABLE(id integer, account text, client text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT w.id, e.account::text, c.name::text
    FROM encounter e JOIN work_item w ON w.encounter_id = e.id JOIN client c ON c.id = w.client_id
    WHERE e.account = wanted AND tc_me() IS NOT NULL AND NOT tc_sees_all() AND w.client_id NOT IN (SELECT tc_clients())
    ORDER BY w.id
$$;
ALTER FUNCTION public.tc_elsewhere(wanted text) OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_facilities() RETURNS SETOF integer
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT f.id FROM facility f WHERE f.client_id IN (SELECT tc_clients())
$$;
ALTER FUNCTION public.tc_facilities() OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_first_pooled(today date, usual text[], also text[], never text[], specialties text[], skipped integer[], before public.work_item) RETURNS integer
    LANGUAGE plpgsql
    AS $$
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
ALTER FUNCTION public.tc_first_pooled(today date, usual text[], also text[], never text[], specialties text[], skipped integer[], before public.work_item) OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_forget() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    DELETE FROM change WHERE scope = 'item:' || NEW.id;
    RETURN NULL;
END $$;
ALTER FUNCTION public.tc_forget() OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_glass() RETURNS SETOF integer
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT item_id FROM broken_glass WHERE person_id = tc_me() AND until > (now() AT TIME ZONE 'UTC')
$$;
ALTER FUNCTION public.tc_glass() OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_glass_encounters() RETURNS SETOF integer
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT encounter_id FROM work_item WHERE id IN (SELECT tc_glass())
$$;
ALTER FUNCTION public.tc_glass_encounters() OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_glass_is_short() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF length(regexp_replace(NEW.reason, '[^[:alpha:]]', '', 'g')) < 10 THEN
        RAISE insufficient_privilege USING MESSAGE = 'breaking the glass needs a reason of ten letters or more';
    END IF;
    NEW.at := clock_timestamp() AT TIME ZONE 'UTC';
    NEW.until := NEW.at + interval '60 minutes';
    NEW.seen_by := '';
    RETURN NEW;
END $$;
ALTER FUNCTION public.tc_glass_is_short() OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_governs() RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT tc_leads() AND tc_sees_all()
$$;
ALTER FUNCTION public.tc_governs() OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_hand_off_seen(number integer) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT EXISTS (
        SELECT FROM hand_off_item i JOIN work_item w ON w.id = i.item_id
        WHERE i.hand_off_id = number AND (w.client_id IN (SELECT tc_clients()) OR w.id IN (SELECT tc_glass()))
    )
$$;
ALTER FUNCTION public.tc_hand_off_seen(number integer) OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_holds_in_full(who integer, client integer, chart text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT EXISTS (
        SELECT FROM person p, unnest(string_to_array(p.credentials, ' ')) held
        WHERE p.id = who AND held <> '' AND held <> ALL (tc_apprentices())
          AND (tc_wanted(client, chart) = '{}' OR held = ANY (tc_wanted(client, chart)))
    )
$$;
ALTER FUNCTION public.tc_holds_in_full(who integer, client integer, chart text) OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_installs() RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT pg_has_role(session_user, 'tui_coder_owner', 'MEMBER')
$$;
ALTER FUNCTION public.tc_installs() OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_leads() RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT tc_role() IN ('lead', 'admin')
$$;
ALTER FUNCTION public.tc_leads() OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_lock_log() RETURNS void
    LANGUAGE sql
    AS $$
    SELECT pg_advisory_xact_lock(7203, 1)
$$;
ALTER FUNCTION public.tc_lock_log() OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_log_append(entries json) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
ALTER FUNCTION public.tc_log_append(entries json) OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_log_head(OUT sequence bigint, OUT digest text) RETURNS record
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT e.sequence, e.digest FROM event e ORDER BY e.sequence DESC LIMIT 1
$$;
ALTER FUNCTION public.tc_log_head(OUT sequence bigint, OUT digest text) OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_logged() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
ALTER FUNCTION public.tc_logged() OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_may_change_people() RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT tc_governs() OR tc_installs()
$$;
ALTER FUNCTION public.tc_may_change_people() OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_may_co_sign(coder integer, client integer, chart text) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT tc_me() IS DISTINCT FROM coder
        AND (tc_leads() OR (tc_role() = 'coder' AND tc_holds_in_full(tc_me(), client, chart)))
$$;
ALTER FUNCTION public.tc_may_co_sign(coder integer, client integer, chart text) OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_me() RETURNS integer
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    RETURN (SELECT id FROM person WHERE name = session_user AND active);
END $$;
ALTER FUNCTION public.tc_me() OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_needs_co_sign(who integer, client integer, chart text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT EXISTS (SELECT FROM person p WHERE p.id = who
                   AND string_to_array(p.credentials, ' ') && tc_apprentices())
        AND NOT tc_holds_in_full(who, client, chart)
$$;
ALTER FUNCTION public.tc_needs_co_sign(who integer, client integer, chart text) OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_next(me integer, today date, instant timestamp without time zone, usual text[], also text[], never text[], specialties text[], skips_since timestamp without time zone) RETURNS integer
    LANGUAGE plpgsql
    AS $$
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
ALTER FUNCTION public.tc_next(me integer, today date, instant timestamp without time zone, usual text[], also text[], never text[], specialties text[], skips_since timestamp without time zone) OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_next_free(me integer, today date, instant timestamp without time zone, usual text[], also text[], never text[], specialties text[], skipped integer[]) RETURNS integer
    LANGUAGE plpgsql
    AS $$
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
ALTER FUNCTION public.tc_next_free(me integer, today date, instant timestamp without time zone, usual text[], also text[], never text[], specialties text[], skipped integer[]) OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_person_put(who text, new_role text, new_credentials text, new_title text, is_active boolean, sees_all boolean) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $_$
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
    ELSIF NOT tc_installs() AND NOT pg_has_role(who, 'tui_coder_member', 'MEMBER') THEN
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
END $_$;
ALTER FUNCTION public.tc_person_put(who text, new_role text, new_credentials text, new_title text, is_active boolean, sees_all boolean) OWNER TO tui_coder_people;
CREATE FUNCTION public.tc_person_sees(who integer, client integer) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    RETURN EXISTS (SELECT FROM person WHERE id = who AND every_client)
        OR EXISTS (SELECT FROM person_client WHERE person_id = who AND client_id = client);
END $$;
ALTER FUNCTION public.tc_person_sees(who integer, client integer) OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_refused(was public.work_item, becomes public.work_item) RETURNS text
    LANGUAGE plpgsql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
ALTER FUNCTION public.tc_refused(was public.work_item, becomes public.work_item) OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_rights_logged() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
ALTER FUNCTION public.tc_rights_logged() OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_role() RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    RETURN coalesce((SELECT role FROM person WHERE name = session_user AND active), '');
END $$;
ALTER FUNCTION public.tc_role() OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_routed(client integer, setting text, specialty text, usual text[], also text[], never text[], specialties text[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$
    SELECT (usual IS NULL OR (client || ':' || setting) = ANY (also)
            OR (setting = ANY (usual) AND NOT (client || ':' || setting) = ANY (never)))
        AND (specialties IS NULL OR specialty = '' OR specialty = ANY (specialties))
$$;
ALTER FUNCTION public.tc_routed(client integer, setting text, specialty text, usual text[], also text[], never text[], specialties text[]) OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_sees_all() RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    RETURN coalesce((SELECT every_client FROM person WHERE name = session_user AND active), false);
END $$;
ALTER FUNCTION public.tc_sees_all() OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_sign_code() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
ALTER FUNCTION public.tc_sign_code() OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_sign_hand_off() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
ALTER FUNCTION public.tc_sign_hand_off() OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_sign_item() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
ALTER FUNCTION public.tc_sign_item() OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_specialise(who text, named text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF NOT tc_may_change_people() THEN
        RAISE insufficient_privilege USING MESSAGE = session_user || ' may not add or change people';
    END IF;
    UPDATE person SET specialties = named WHERE name = who;
END $$;
ALTER FUNCTION public.tc_specialise(who text, named text) OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_tells_codes(after text, item integer) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT after::json -> 'codes' IS NOT NULL AND
        (SELECT array_agg(replace(told ->> 1, '.', '') ORDER BY replace(told ->> 1, '.', ''))
         FROM json_array_elements(after::json -> 'codes') told)
        IS NOT DISTINCT FROM
        (SELECT array_agg(replace(code, '.', '') ORDER BY replace(code, '.', ''))
         FROM code_assignment WHERE item_id = item)
$$;
ALTER FUNCTION public.tc_tells_codes(after text, item integer) OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_texts(wanted integer) RETURNS TABLE(id integer, text text)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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
ALTER FUNCTION public.tc_texts(wanted integer) OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_usual(chart text) RETURNS text[]
    LANGUAGE sql IMMUTABLE
    AS $$
            SELECT CASE chart WHEN 'inpatient' THEN ARRAY['CCA', 'CCS', 'CIC']::text[] WHEN 'outpatient' THEN ARRAY['CCA', 'CCS', 'COC', 'COC-A']::text[] WHEN 'professional' THEN ARRAY['CCA', 'CCS-P', 'CPC', 'CPC-A']::text[] WHEN 'payer' THEN ARRAY['CCA', 'CPC-P']::text[] ELSE ARRAY[]::text[] END
        $$;
ALTER FUNCTION public.tc_usual(chart text) OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_wanted(client integer, chart text) RETURNS text[]
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT coalesce((SELECT string_to_array(r.credentials, ' ') FROM routing r
                     WHERE r.client_id = client AND r.setting = chart), tc_usual(chart))
$$;
ALTER FUNCTION public.tc_wanted(client integer, chart text) OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_was_changed(since bigint) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM event e WHERE e.sequence > since AND e.item_id IS NULL AND e.person <> session_user
        AND position(to_json(session_user::text)::text IN e.before || e.after) > 0
    );
END $$;
ALTER FUNCTION public.tc_was_changed(since bigint) OWNER TO tui_coder_owner;
CREATE FUNCTION public.tc_written_now(writer xid) RETURNS boolean
    LANGUAGE plpgsql STABLE
    AS $$
DECLARE
    low constant bigint := 4294967295;
    number bigint := writer::text::bigint;
    top bigint := pg_current_xact_id()::text::bigint;
BEGIN
    RETURN number >= (top & low) AND pg_xact_status(((top & ~low) | number)::text::xid8) = 'in progress';
EXCEPTION WHEN invalid_parameter_value THEN  -- a number of the round before, which this round has not reached yet
    RETURN false;
END $$;
ALTER FUNCTION public.tc_written_now(writer xid) OWNER TO tui_coder_owner;
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
ALTER TABLE public.alembic_version OWNER TO tui_coder_owner;
CREATE TABLE public.bookmark (
    id integer NOT NULL,
    item_id integer NOT NULL,
    person_id integer NOT NULL,
    document_id integer NOT NULL,
    "position" integer NOT NULL,
    note character varying NOT NULL
);
ALTER TABLE ONLY public.bookmark FORCE ROW LEVEL SECURITY;
ALTER TABLE public.bookmark OWNER TO tui_coder_owner;
CREATE SEQUENCE public.bookmark_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.bookmark_id_seq OWNER TO tui_coder_owner;
ALTER SEQUENCE public.bookmark_id_seq OWNED BY public.bookmark.id;
CREATE TABLE public.broken_glass (
    id integer NOT NULL,
    item_id integer NOT NULL,
    person_id integer NOT NULL,
    reason character varying NOT NULL,
    at timestamp without time zone NOT NULL,
    until timestamp without time zone NOT NULL,
    seen_by character varying NOT NULL
);
ALTER TABLE ONLY public.broken_glass FORCE ROW LEVEL SECURITY;
ALTER TABLE public.broken_glass OWNER TO tui_coder_owner;
CREATE SEQUENCE public.broken_glass_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.broken_glass_id_seq OWNER TO tui_coder_owner;
ALTER SEQUENCE public.broken_glass_id_seq OWNED BY public.broken_glass.id;
CREATE TABLE public.change (
    id integer NOT NULL,
    person_id integer NOT NULL,
    scope character varying NOT NULL,
    label character varying NOT NULL,
    parts character varying NOT NULL,
    undone boolean NOT NULL,
    at timestamp without time zone NOT NULL
);
ALTER TABLE ONLY public.change FORCE ROW LEVEL SECURITY;
ALTER TABLE public.change OWNER TO tui_coder_owner;
CREATE SEQUENCE public.change_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.change_id_seq OWNER TO tui_coder_owner;
ALTER SEQUENCE public.change_id_seq OWNED BY public.change.id;
CREATE TABLE public.client (
    id integer NOT NULL,
    name character varying NOT NULL
);
ALTER TABLE ONLY public.client FORCE ROW LEVEL SECURITY;
ALTER TABLE public.client OWNER TO tui_coder_owner;
CREATE SEQUENCE public.client_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.client_id_seq OWNER TO tui_coder_owner;
ALTER SEQUENCE public.client_id_seq OWNED BY public.client.id;
CREATE TABLE public.code_assignment (
    id integer NOT NULL,
    item_id integer NOT NULL,
    system character varying NOT NULL,
    code character varying NOT NULL,
    title character varying NOT NULL,
    role character varying NOT NULL,
    sequence integer NOT NULL,
    poa character varying NOT NULL,
    modifiers character varying NOT NULL,
    units integer NOT NULL,
    pointers character varying NOT NULL,
    service_date date,
    evidence character varying NOT NULL,
    source character varying NOT NULL,
    person character varying NOT NULL,
    at timestamp without time zone NOT NULL
);
ALTER TABLE ONLY public.code_assignment FORCE ROW LEVEL SECURITY;
ALTER TABLE public.code_assignment OWNER TO tui_coder_owner;
CREATE SEQUENCE public.code_assignment_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.code_assignment_id_seq OWNER TO tui_coder_owner;
ALTER SEQUENCE public.code_assignment_id_seq OWNED BY public.code_assignment.id;
CREATE TABLE public.code_set (
    id integer NOT NULL,
    person_id integer,
    name character varying NOT NULL,
    lines character varying NOT NULL
);
ALTER TABLE ONLY public.code_set FORCE ROW LEVEL SECURITY;
ALTER TABLE public.code_set OWNER TO tui_coder_owner;
CREATE SEQUENCE public.code_set_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.code_set_id_seq OWNER TO tui_coder_owner;
ALTER SEQUENCE public.code_set_id_seq OWNED BY public.code_set.id;
CREATE TABLE public.dispute (
    id integer NOT NULL,
    item_id integer NOT NULL,
    code character varying NOT NULL,
    kind character varying NOT NULL,
    state character varying NOT NULL,
    closed boolean NOT NULL,
    reason character varying NOT NULL,
    raised_by character varying NOT NULL,
    raised_at timestamp without time zone NOT NULL,
    owner character varying NOT NULL,
    due date NOT NULL,
    amount_cents bigint NOT NULL,
    carc character varying NOT NULL,
    rarc character varying NOT NULL
);
ALTER TABLE ONLY public.dispute FORCE ROW LEVEL SECURITY;
ALTER TABLE public.dispute OWNER TO tui_coder_owner;
CREATE SEQUENCE public.dispute_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.dispute_id_seq OWNER TO tui_coder_owner;
ALTER SEQUENCE public.dispute_id_seq OWNED BY public.dispute.id;
CREATE TABLE public.dispute_step (
    id integer NOT NULL,
    dispute_id integer NOT NULL,
    state character varying NOT NULL,
    person character varying NOT NULL,
    at timestamp without time zone NOT NULL,
    note character varying NOT NULL
);
ALTER TABLE ONLY public.dispute_step FORCE ROW LEVEL SECURITY;
ALTER TABLE public.dispute_step OWNER TO tui_coder_owner;
CREATE SEQUENCE public.dispute_step_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.dispute_step_id_seq OWNER TO tui_coder_owner;
ALTER SEQUENCE public.dispute_step_id_seq OWNED BY public.dispute_step.id;
CREATE TABLE public.document (
    id integer NOT NULL,
    encounter_id integer NOT NULL,
    name character varying NOT NULL,
    version integer NOT NULL,
    superseded boolean NOT NULL,
    title character varying NOT NULL,
    type character varying NOT NULL,
    author character varying NOT NULL,
    authored_at timestamp without time zone,
    text text NOT NULL,
    sha256 character varying NOT NULL
);
ALTER TABLE ONLY public.document FORCE ROW LEVEL SECURITY;
ALTER TABLE public.document OWNER TO tui_coder_owner;
CREATE SEQUENCE public.document_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.document_id_seq OWNER TO tui_coder_owner;
ALTER SEQUENCE public.document_id_seq OWNED BY public.document.id;
CREATE TABLE public.document_read (
    person_id integer NOT NULL,
    document_id integer NOT NULL,
    at timestamp without time zone NOT NULL
);
ALTER TABLE ONLY public.document_read FORCE ROW LEVEL SECURITY;
ALTER TABLE public.document_read OWNER TO tui_coder_owner;
CREATE TABLE public.encounter (
    id integer NOT NULL,
    facility_id integer NOT NULL,
    account character varying NOT NULL,
    mrn character varying NOT NULL,
    patient character varying NOT NULL,
    birth_date date,
    sex character varying NOT NULL,
    setting character varying NOT NULL,
    service_from date NOT NULL,
    service_to date NOT NULL,
    payer character varying NOT NULL,
    attending character varying NOT NULL,
    charges_cents bigint NOT NULL,
    words text NOT NULL,
    specialty character varying DEFAULT ''::character varying NOT NULL
);
ALTER TABLE ONLY public.encounter FORCE ROW LEVEL SECURITY;
ALTER TABLE public.encounter OWNER TO tui_coder_owner;
CREATE SEQUENCE public.encounter_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.encounter_id_seq OWNER TO tui_coder_owner;
ALTER SEQUENCE public.encounter_id_seq OWNED BY public.encounter.id;
CREATE TABLE public.event (
    sequence integer NOT NULL,
    at character varying NOT NULL,
    person character varying NOT NULL,
    os_account character varying NOT NULL,
    what character varying NOT NULL,
    item_id integer,
    item character varying NOT NULL,
    before character varying NOT NULL,
    after character varying NOT NULL,
    previous character varying NOT NULL,
    digest character varying NOT NULL
);
ALTER TABLE public.event OWNER TO tui_coder_owner;
CREATE VIEW public.event_seen WITH (security_barrier='true') AS
 SELECT e.sequence,
    e.at,
    e.person,
    e.os_account,
    e.what,
    e.item_id,
    e.item,
    e.before,
    e.after,
    e.previous,
    e.digest
   FROM public.event e
  WHERE ((( SELECT public.tc_role() AS tc_role) = ANY (ARRAY['lead'::text, 'admin'::text, 'auditor'::text])) OR ( SELECT public.tc_installs() AS tc_installs) OR ((e.person)::text = SESSION_USER) OR ((e.item_id IS NOT NULL) AND (( SELECT public.tc_me() AS tc_me) IS NOT NULL) AND (( SELECT public.tc_sees_all() AS tc_sees_all) OR (EXISTS ( SELECT
           FROM public.work_item w
          WHERE ((w.id = e.item_id) AND (w.client_id IN ( SELECT public.tc_clients() AS tc_clients))))))));
ALTER TABLE public.event_seen OWNER TO tui_coder_owner;
CREATE TABLE public.facility (
    id integer NOT NULL,
    name character varying NOT NULL,
    client_id integer NOT NULL
);
ALTER TABLE ONLY public.facility FORCE ROW LEVEL SECURITY;
ALTER TABLE public.facility OWNER TO tui_coder_owner;
CREATE SEQUENCE public.facility_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.facility_id_seq OWNER TO tui_coder_owner;
ALTER SEQUENCE public.facility_id_seq OWNED BY public.facility.id;
CREATE TABLE public.favourite (
    person_id integer NOT NULL,
    system character varying NOT NULL,
    code character varying NOT NULL
);
ALTER TABLE ONLY public.favourite FORCE ROW LEVEL SECURITY;
ALTER TABLE public.favourite OWNER TO tui_coder_owner;
CREATE TABLE public.finding_override (
    item_id integer NOT NULL,
    rule character varying NOT NULL,
    codes character varying NOT NULL,
    reason character varying NOT NULL,
    person character varying NOT NULL,
    at timestamp without time zone NOT NULL
);
ALTER TABLE ONLY public.finding_override FORCE ROW LEVEL SECURITY;
ALTER TABLE public.finding_override OWNER TO tui_coder_owner;
CREATE TABLE public.hand_off (
    id integer NOT NULL,
    sender character varying NOT NULL,
    receiver character varying NOT NULL,
    severity character varying NOT NULL,
    summary character varying NOT NULL,
    actions character varying NOT NULL,
    contingencies character varying NOT NULL,
    written_at timestamp without time zone NOT NULL,
    accepted_at timestamp without time zone,
    readback character varying NOT NULL
);
ALTER TABLE ONLY public.hand_off FORCE ROW LEVEL SECURITY;
ALTER TABLE public.hand_off OWNER TO tui_coder_owner;
CREATE TABLE public.hand_off_draft (
    person_id integer NOT NULL,
    form character varying NOT NULL,
    at timestamp without time zone NOT NULL
);
ALTER TABLE ONLY public.hand_off_draft FORCE ROW LEVEL SECURITY;
ALTER TABLE public.hand_off_draft OWNER TO tui_coder_owner;
CREATE SEQUENCE public.hand_off_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.hand_off_id_seq OWNER TO tui_coder_owner;
ALTER SEQUENCE public.hand_off_id_seq OWNED BY public.hand_off.id;
CREATE TABLE public.hand_off_item (
    hand_off_id integer NOT NULL,
    item_id integer NOT NULL
);
ALTER TABLE ONLY public.hand_off_item FORCE ROW LEVEL SECURITY;
ALTER TABLE public.hand_off_item OWNER TO tui_coder_owner;
CREATE TABLE public.hold (
    id integer NOT NULL,
    item_id integer NOT NULL,
    reason character varying NOT NULL,
    note character varying NOT NULL,
    until date,
    person character varying NOT NULL,
    at timestamp without time zone NOT NULL,
    ended_at timestamp without time zone
);
ALTER TABLE ONLY public.hold FORCE ROW LEVEL SECURITY;
ALTER TABLE public.hold OWNER TO tui_coder_owner;
CREATE SEQUENCE public.hold_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.hold_id_seq OWNER TO tui_coder_owner;
ALTER SEQUENCE public.hold_id_seq OWNED BY public.hold.id;
CREATE TABLE public.last_search (
    person_id integer NOT NULL,
    term character varying NOT NULL
);
ALTER TABLE ONLY public.last_search FORCE ROW LEVEL SECURITY;
ALTER TABLE public.last_search OWNER TO tui_coder_owner;
CREATE TABLE public.note (
    item_id integer NOT NULL,
    person_id integer NOT NULL,
    text character varying NOT NULL,
    draft character varying,
    at timestamp without time zone NOT NULL
);
ALTER TABLE ONLY public.note FORCE ROW LEVEL SECURITY;
ALTER TABLE public.note OWNER TO tui_coder_owner;
CREATE TABLE public.own_word (
    id integer NOT NULL,
    person_id integer,
    typed character varying NOT NULL,
    told character varying NOT NULL
);
ALTER TABLE ONLY public.own_word FORCE ROW LEVEL SECURITY;
ALTER TABLE public.own_word OWNER TO tui_coder_owner;
CREATE SEQUENCE public.own_word_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.own_word_id_seq OWNER TO tui_coder_owner;
ALTER SEQUENCE public.own_word_id_seq OWNED BY public.own_word.id;
CREATE TABLE public.person (
    id integer NOT NULL,
    name character varying NOT NULL,
    title character varying NOT NULL,
    role character varying NOT NULL,
    credentials character varying NOT NULL,
    active boolean NOT NULL,
    every_client boolean DEFAULT true NOT NULL,
    away_until date,
    specialties character varying DEFAULT ''::character varying NOT NULL
);
ALTER TABLE ONLY public.person FORCE ROW LEVEL SECURITY;
ALTER TABLE public.person OWNER TO tui_coder_owner;
CREATE TABLE public.person_client (
    person_id integer NOT NULL,
    client_id integer NOT NULL
);
ALTER TABLE ONLY public.person_client FORCE ROW LEVEL SECURITY;
ALTER TABLE public.person_client OWNER TO tui_coder_owner;
CREATE SEQUENCE public.person_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.person_id_seq OWNER TO tui_coder_owner;
ALTER SEQUENCE public.person_id_seq OWNED BY public.person.id;
CREATE TABLE public.reading_place (
    item_id integer NOT NULL,
    person_id integer NOT NULL,
    document_id integer NOT NULL,
    "position" integer NOT NULL,
    code_line character varying NOT NULL
);
ALTER TABLE ONLY public.reading_place FORCE ROW LEVEL SECURITY;
ALTER TABLE public.reading_place OWNER TO tui_coder_owner;
CREATE TABLE public.routing (
    client_id integer NOT NULL,
    setting character varying NOT NULL,
    credentials character varying NOT NULL
);
ALTER TABLE ONLY public.routing FORCE ROW LEVEL SECURITY;
ALTER TABLE public.routing OWNER TO tui_coder_owner;
CREATE TABLE public.saved_search (
    person_id integer NOT NULL,
    term character varying NOT NULL
);
ALTER TABLE ONLY public.saved_search FORCE ROW LEVEL SECURITY;
ALTER TABLE public.saved_search OWNER TO tui_coder_owner;
CREATE TABLE public.saved_view (
    person_id integer NOT NULL,
    name character varying NOT NULL,
    definition character varying NOT NULL
);
ALTER TABLE ONLY public.saved_view FORCE ROW LEVEL SECURITY;
ALTER TABLE public.saved_view OWNER TO tui_coder_owner;
CREATE TABLE public.skip (
    id integer NOT NULL,
    item_id integer NOT NULL,
    person_id integer NOT NULL,
    reason character varying NOT NULL,
    at timestamp without time zone NOT NULL
);
ALTER TABLE ONLY public.skip FORCE ROW LEVEL SECURITY;
ALTER TABLE public.skip OWNER TO tui_coder_owner;
CREATE SEQUENCE public.skip_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.skip_id_seq OWNER TO tui_coder_owner;
ALTER SEQUENCE public.skip_id_seq OWNED BY public.skip.id;
CREATE TABLE public.stopping_point (
    person_id integer NOT NULL,
    session character varying NOT NULL,
    point character varying NOT NULL,
    at timestamp without time zone NOT NULL,
    beat_at timestamp without time zone
);
ALTER TABLE ONLY public.stopping_point FORCE ROW LEVEL SECURITY;
ALTER TABLE public.stopping_point OWNER TO tui_coder_owner;
CREATE SEQUENCE public.work_item_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER TABLE public.work_item_id_seq OWNER TO tui_coder_owner;
ALTER SEQUENCE public.work_item_id_seq OWNED BY public.work_item.id;
CREATE TABLE public.work_tally (
    state character varying NOT NULL,
    assignee_id integer NOT NULL,
    due date NOT NULL,
    client_id integer NOT NULL,
    charts integer NOT NULL,
    minutes integer NOT NULL,
    returned integer NOT NULL,
    disputed integer NOT NULL
);
ALTER TABLE ONLY public.work_tally FORCE ROW LEVEL SECURITY;
ALTER TABLE public.work_tally OWNER TO tui_coder_owner;
ALTER TABLE ONLY public.bookmark ALTER COLUMN id SET DEFAULT nextval('public.bookmark_id_seq'::regclass);
ALTER TABLE ONLY public.broken_glass ALTER COLUMN id SET DEFAULT nextval('public.broken_glass_id_seq'::regclass);
ALTER TABLE ONLY public.change ALTER COLUMN id SET DEFAULT nextval('public.change_id_seq'::regclass);
ALTER TABLE ONLY public.client ALTER COLUMN id SET DEFAULT nextval('public.client_id_seq'::regclass);
ALTER TABLE ONLY public.code_assignment ALTER COLUMN id SET DEFAULT nextval('public.code_assignment_id_seq'::regclass);
ALTER TABLE ONLY public.code_set ALTER COLUMN id SET DEFAULT nextval('public.code_set_id_seq'::regclass);
ALTER TABLE ONLY public.dispute ALTER COLUMN id SET DEFAULT nextval('public.dispute_id_seq'::regclass);
ALTER TABLE ONLY public.dispute_step ALTER COLUMN id SET DEFAULT nextval('public.dispute_step_id_seq'::regclass);
ALTER TABLE ONLY public.document ALTER COLUMN id SET DEFAULT nextval('public.document_id_seq'::regclass);
ALTER TABLE ONLY public.encounter ALTER COLUMN id SET DEFAULT nextval('public.encounter_id_seq'::regclass);
ALTER TABLE ONLY public.facility ALTER COLUMN id SET DEFAULT nextval('public.facility_id_seq'::regclass);
ALTER TABLE ONLY public.hand_off ALTER COLUMN id SET DEFAULT nextval('public.hand_off_id_seq'::regclass);
ALTER TABLE ONLY public.hold ALTER COLUMN id SET DEFAULT nextval('public.hold_id_seq'::regclass);
ALTER TABLE ONLY public.own_word ALTER COLUMN id SET DEFAULT nextval('public.own_word_id_seq'::regclass);
ALTER TABLE ONLY public.person ALTER COLUMN id SET DEFAULT nextval('public.person_id_seq'::regclass);
ALTER TABLE ONLY public.skip ALTER COLUMN id SET DEFAULT nextval('public.skip_id_seq'::regclass);
ALTER TABLE ONLY public.work_item ALTER COLUMN id SET DEFAULT nextval('public.work_item_id_seq'::regclass);
INSERT INTO public.alembic_version VALUES ('0005');
INSERT INTO public.bookmark VALUES (1, 1, 1, 1, 3, 'look again');
INSERT INTO public.broken_glass VALUES (1, 2, 4, 'asked to look at the laterality by phone', '2026-11-28 13:30:33', '2026-11-28 14:30:33', '');
INSERT INTO public.change VALUES (1, 1, 'item:1', 'I50.23 posted', '[{"before": [], "after": [{"id": 1, "system": "icd10cm", "code": "I5023", "title": "Acute on chronic systolic (congestive) heart failure", "role": "principal", "sequence": 1, "poa": "Y", "modifiers": "", "units": 1, "pointers": "", "service_date": null, "source": "coder", "person": "ann", "at": "2026-11-28T09:34:42.085884+00:00", "evidence": "[]"}]}]', false, '2026-11-28 09:34:42.085884');
INSERT INTO public.change VALUES (2, 1, 'item:1', 'I10 posted', '[{"before": [{"id": 1, "system": "icd10cm", "code": "I5023", "title": "Acute on chronic systolic (congestive) heart failure", "role": "principal", "sequence": 1, "poa": "Y", "modifiers": "", "units": 1, "pointers": "", "service_date": null, "source": "coder", "person": "ann", "at": "2026-11-28T09:34:42.085884+00:00", "evidence": "[]"}], "after": [{"id": 1, "system": "icd10cm", "code": "I5023", "title": "Acute on chronic systolic (congestive) heart failure", "role": "principal", "sequence": 1, "poa": "Y", "modifiers": "", "units": 1, "pointers": "", "service_date": null, "source": "coder", "person": "ann", "at": "2026-11-28T09:34:42.085884+00:00", "evidence": "[]"}, {"id": 2, "system": "icd10cm", "code": "I10", "title": "Essential (primary) hypertension", "role": "secondary", "sequence": 2, "poa": "Y", "modifiers": "", "units": 1, "pointers": "", "service_date": null, "source": "coder", "person": "ann", "at": "2026-11-28T09:34:43.886470+00:00", "evidence": "[]"}]}]', false, '2026-11-28 09:34:43.88647');
INSERT INTO public.change VALUES (3, 1, 'item:1', 'I10 removed', '[{"before": [{"id": 1, "system": "icd10cm", "code": "I5023", "title": "Acute on chronic systolic (congestive) heart failure", "role": "principal", "sequence": 1, "poa": "Y", "modifiers": "", "units": 1, "pointers": "", "service_date": null, "source": "coder", "person": "ann", "at": "2026-11-28T09:34:42.085884+00:00", "evidence": "[]"}, {"id": 2, "system": "icd10cm", "code": "I10", "title": "Essential (primary) hypertension", "role": "secondary", "sequence": 2, "poa": "Y", "modifiers": "", "units": 1, "pointers": "", "service_date": null, "source": "coder", "person": "ann", "at": "2026-11-28T09:34:43.886470+00:00", "evidence": "[]"}], "after": [{"id": 1, "system": "icd10cm", "code": "I5023", "title": "Acute on chronic systolic (congestive) heart failure", "role": "principal", "sequence": 1, "poa": "Y", "modifiers": "", "units": 1, "pointers": "", "service_date": null, "source": "coder", "person": "ann", "at": "2026-11-28T09:34:42.085884+00:00", "evidence": "[]"}]}]', false, '2026-11-28 09:34:45.267679');
INSERT INTO public.change VALUES (4, 3, 'queue', 'given to bob', '[{"item": 2, "version": 2, "before": {"state": "open", "assignee": null, "held_reason": "", "held_until": null}, "after": {"state": "open", "assignee": "bob", "held_reason": "", "held_until": null}}]', false, '2026-11-28 09:34:48.090348');
INSERT INTO public.change VALUES (5, 3, 'queue', 'on hold: missing document', '[{"item": 3, "version": 2, "before": {"state": "open", "assignee": null, "held_reason": "", "held_until": null}, "after": {"state": "held", "assignee": null, "held_reason": "missing_document", "held_until": "2031-06-30"}}]', false, '2026-11-28 09:34:51.330245');
INSERT INTO public.change VALUES (6, 1, 'queue', 'given to bob', '[{"item": 1, "version": 6, "before": {"state": "in_work", "assignee": "ann", "held_reason": "", "held_until": null}, "after": {"state": "open", "assignee": "bob", "held_reason": "", "held_until": null}}]', false, '2026-11-28 09:34:55.832082');
INSERT INTO public.client VALUES (1, 'north');
INSERT INTO public.client VALUES (2, 'south');
INSERT INTO public.code_assignment VALUES (1, 1, 'icd10cm', 'I5023', 'Acute on chronic systolic (congestive) heart failure', 'principal', 1, 'Y', '', 1, '', NULL, '[]', 'coder', 'ann', '2026-11-28 09:34:42.085884');
INSERT INTO public.code_set VALUES (1, 1, 'failing heart', '[["icd10cm", "I50.23"]]');
INSERT INTO public.dispute VALUES (1, 1, '', 'coding', 'open', false, 'principal diagnosis', 'ann', '2026-11-28 09:34:53.465363', 'lena', '2031-06-01', 18250, '', '');
INSERT INTO public.dispute_step VALUES (1, 1, 'open', 'ann', '2026-11-28 09:34:53.465363', 'principal diagnosis');
INSERT INTO public.document VALUES (1, 1, 'stay.txt', 1, false, 'discharge summary', 'discharge summary', '', NULL, 'DISCHARGE SUMMARY
Acute on chronic systolic heart failure. Hypertension.
', 'e0342c20e4eec2530b4992cb3ea435b202b1e388885a8375d913e77d1fd03994');
INSERT INTO public.document VALUES (2, 2, 'clinic.txt', 1, false, 'clinic note', 'clinic note', '', NULL, 'CLINIC NOTE
Type 2 diabetes, no complications.
', '1f42e8dded575b763f3232ab7ad4d545043013832950d27e5df2087f2089b634');
INSERT INTO public.document VALUES (3, 3, 'clinic.txt', 1, false, 'clinic', '', '', NULL, 'CLINIC NOTE
Type 2 diabetes, no complications.
', '1f42e8dded575b763f3232ab7ad4d545043013832950d27e5df2087f2089b634');
INSERT INTO public.document VALUES (4, 4, 'clinic.txt', 1, false, 'clinic', '', '', NULL, 'CLINIC NOTE
Type 2 diabetes, no complications.
', '1f42e8dded575b763f3232ab7ad4d545043013832950d27e5df2087f2089b634');
INSERT INTO public.document_read VALUES (1, 1, '2026-11-28 09:35:22.733745');
INSERT INTO public.encounter VALUES (1, 1, 'STAY1', 'M1', 'Okafor, Ada', '1959-03-02', 'F', 'inpatient', '2026-05-14', '2026-05-19', 'Medicare', '', 4821000, 'stay1 okafor, ada m1 medicare  north inpatient ip', '');
INSERT INTO public.encounter VALUES (2, 1, 'CLINIC1', 'M2', 'Ruiz, Marco', '1980-05-05', 'M', 'outpatient', '2026-05-18', '2026-05-18', 'Aetna', '', 118000, 'clinic1 ruiz, marco m2 aetna  north outpatient op', '');
INSERT INTO public.encounter VALUES (3, 2, 'OFFICE1', 'M3', 'Lind, Per', '1950-01-01', 'M', 'professional', '2026-05-02', '2026-05-02', 'Medicare', '', 18250, 'office1 lind, per m3 medicare  south professional pro', '');
INSERT INTO public.encounter VALUES (4, 2, 'OLD1', 'M4', 'Sand, Zoë', '1941-01-01', 'F', 'outpatient', '2014-12-01', '2014-12-01', 'Medicare', '', -1, 'old1 sand, zoe m4 medicare  south outpatient op', '');
INSERT INTO public.event VALUES (1, '2026-11-28T09:34:28.671+00:00', 'root', 'root', 'person added', NULL, '', '{}', '{"credentials":["CPC"],"name":"ann","role":"coder"}', '0000000000000000000000000000000000000000000000000000000000000000', 'f9166ed5af49d076edc9c5d34778416ef3669b6deb32f9940e3190855a5226c9');
INSERT INTO public.event VALUES (2, '2026-11-28T09:34:31.247+00:00', 'root', 'root', 'person added', NULL, '', '{}', '{"credentials":[],"name":"bob","role":"coder"}', 'f9166ed5af49d076edc9c5d34778416ef3669b6deb32f9940e3190855a5226c9', 'b983fde7e2efde611f999eb60f1be73cdc5571b67c1b1bc894856a8cca07a9b6');
INSERT INTO public.event VALUES (3, '2026-11-28T09:34:33.539+00:00', 'root', 'root', 'person added', NULL, '', '{}', '{"credentials":[],"name":"lena","role":"lead"}', 'b983fde7e2efde611f999eb60f1be73cdc5571b67c1b1bc894856a8cca07a9b6', '0284c3d28e817639e8fb579ecbd6878602543ad4da6db4b879de92c4528162b0');
INSERT INTO public.event VALUES (4, '2026-11-28T09:34:36.731+00:00', 'lena', 'root', 'imported', 1, 'STAY1', '{}', '{"documents":1}', '0284c3d28e817639e8fb579ecbd6878602543ad4da6db4b879de92c4528162b0', '94ea3aa1c771e032647c678ccfd931ac9bb36f4a12d89841baec2accf08ab9f7');
INSERT INTO public.event VALUES (5, '2026-11-28T09:34:36.731+00:00', 'lena', 'root', 'imported', 2, 'CLINIC1', '{}', '{"documents":1}', '94ea3aa1c771e032647c678ccfd931ac9bb36f4a12d89841baec2accf08ab9f7', '7164c99568d249b7f567db7936664df18e0ef40113bbe8a87105c463b04d895f');
INSERT INTO public.event VALUES (6, '2026-11-28T09:34:36.731+00:00', 'lena', 'root', 'imported', 3, 'OFFICE1', '{}', '{"documents":1}', '7164c99568d249b7f567db7936664df18e0ef40113bbe8a87105c463b04d895f', '253fed1363074aa95a36bb33c85ea7a0c8548c76a4361ea81ce0a5805eadacd0');
INSERT INTO public.event VALUES (7, '2026-11-28T09:34:36.731+00:00', 'lena', 'root', 'imported', 4, 'OLD1', '{}', '{"documents":1}', '253fed1363074aa95a36bb33c85ea7a0c8548c76a4361ea81ce0a5805eadacd0', 'fd07d00ecae9d5981dbd4f7d5538fa78eca9d70df68e9f3171953f00d9552c00');
INSERT INTO public.event VALUES (8, '2026-11-28T09:34:36.815+00:00', 'lena', 'root', 'import', NULL, '', '{}', '{"encounters":4,"files":["charts"],"rejected":0,"report_sha256":"4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945","unchanged":0,"updated":0}', 'fd07d00ecae9d5981dbd4f7d5538fa78eca9d70df68e9f3171953f00d9552c00', '498dfa2f08ab6118feec98427aaf7d01e5e64e07942f2d57124d5f5df8f799f3');
INSERT INTO public.event VALUES (9, '2026-11-28T09:34:39.470+00:00', 'ann', 'root', 'claimed', 1, 'STAY1', '{"assignee":"","state":"open","version":1}', '{"assignee":"ann","state":"in_work","version":2}', '498dfa2f08ab6118feec98427aaf7d01e5e64e07942f2d57124d5f5df8f799f3', 'be51ea5b2267b50963023b0b3cfa17dbf628c2182e1648e029ece260d3137da8');
INSERT INTO public.event VALUES (10, '2026-11-28T09:34:42.085+00:00', 'ann', 'root', 'codes: I50.23 posted', 1, 'STAY1', '{"codes":[]}', '{"codes":[["icd10cm","I50.23","principal","Y","",1,""]]}', 'be51ea5b2267b50963023b0b3cfa17dbf628c2182e1648e029ece260d3137da8', 'c0262e27a7d29320d458229c792dd8cc1e9bb29dea1c392da45f10b0214c5949');
INSERT INTO public.event VALUES (11, '2026-11-28T09:34:43.886+00:00', 'ann', 'root', 'codes: I10 posted', 1, 'STAY1', '{"codes":[["icd10cm","I50.23","principal","Y","",1,""]]}', '{"codes":[["icd10cm","I50.23","principal","Y","",1,""],["icd10cm","I10","secondary","Y","",1,""]]}', 'c0262e27a7d29320d458229c792dd8cc1e9bb29dea1c392da45f10b0214c5949', '5f872f5835dffeee2cbd40b0f06fe31c5ae525506fc780016bae1f0771a5e63d');
INSERT INTO public.event VALUES (12, '2026-11-28T09:34:45.267+00:00', 'ann', 'root', 'codes: I10 removed', 1, 'STAY1', '{"codes":[["icd10cm","I50.23","principal","Y","",1,""],["icd10cm","I10","secondary","Y","",1,""]]}', '{"codes":[["icd10cm","I50.23","principal","Y","",1,""]]}', '5f872f5835dffeee2cbd40b0f06fe31c5ae525506fc780016bae1f0771a5e63d', 'ba493bfc82656cafecbe5e999d6a8b153d8b7d13472509c0d3f7a770e9d439d9');
INSERT INTO public.event VALUES (13, '2026-11-28T09:34:48.090+00:00', 'lena', 'root', 'given', 2, 'CLINIC1', '{"assignee":"","state":"open","version":1}', '{"assignee":"bob","reason":"","state":"open","to":"bob","version":2}', 'ba493bfc82656cafecbe5e999d6a8b153d8b7d13472509c0d3f7a770e9d439d9', '74a128f1e009970d866365e2690c670042a0e944f9ed4a1948d51b85b893243f');
INSERT INTO public.event VALUES (14, '2026-11-28T09:34:51.330+00:00', 'lena', 'root', 'held', 3, 'OFFICE1', '{"assignee":"","state":"open","version":1}', '{"assignee":"","note":"path report","reason":"missing_document","state":"held","until":"2031-06-30","version":2}', '74a128f1e009970d866365e2690c670042a0e944f9ed4a1948d51b85b893243f', '26666e5d6558bcb20d85580f87cbc84eeb2a158baaba5a77cec6025f2d0b2413');
INSERT INTO public.event VALUES (15, '2026-11-28T09:34:53.465+00:00', 'ann', 'root', 'dispute raised', 1, 'STAY1', '{}', '{"code":"","dispute":1,"due":"2031-06-01","kind":"coding","owner":"lena"}', '26666e5d6558bcb20d85580f87cbc84eeb2a158baaba5a77cec6025f2d0b2413', 'f46b74a5392cd72fd2da9b43a6f04ed87ceb981aa2029d11e4d6c1fa6863fc40');
INSERT INTO public.event VALUES (16, '2026-11-28T09:34:55.832+00:00', 'ann', 'root', 'given', 1, 'STAY1', '{"assignee":"ann","state":"in_work","version":5}', '{"assignee":"bob","reason":"","state":"open","to":"bob","version":6}', 'f46b74a5392cd72fd2da9b43a6f04ed87ceb981aa2029d11e4d6c1fa6863fc40', '052531993321620ed5d899b2fa5388655289e6664c4073ecadbfa0e12bfb8749');
INSERT INTO public.event VALUES (17, '2026-11-28T09:34:55.832+00:00', 'ann', 'root', 'hand-off written', NULL, '', '{}', '{"hand_off":1,"items":1,"severity":"stable","to":"bob"}', '052531993321620ed5d899b2fa5388655289e6664c4073ecadbfa0e12bfb8749', '6625f8ff5c017cd0978dae9b125eac6cadd2e3e5955f6c54c38efd79700766bd');
INSERT INTO public.event VALUES (18, '2026-11-28T09:34:58.627+00:00', 'bob', 'root', 'hand-off accepted', NULL, '', '{}', '{"hand_off":1}', '6625f8ff5c017cd0978dae9b125eac6cadd2e3e5955f6c54c38efd79700766bd', '1cc147450fc81f11820571737b4b9f19753fdc5727009431ee3d95fd6b069461');
INSERT INTO public.event VALUES (19, '2026-11-28T09:35:22.710+00:00', 'ann', 'root', 'note written', 1, 'STAY1', '{"characters":0,"sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}', '{"characters":15,"sha256":"a97fb2391655b4201287a839544c38fe75d18969743e0e03489906a72b6289ce"}', '1cc147450fc81f11820571737b4b9f19753fdc5727009431ee3d95fd6b069461', 'fc06451ea952ab92d5bdbb8de0291f6790dd2da43e9a294ed911658a14eb0aa8');
INSERT INTO public.event VALUES (20, '2026-11-28T09:35:22.733+00:00', 'ann', 'root', 'document read', 1, 'STAY1', '{}', '{"document":1}', 'fc06451ea952ab92d5bdbb8de0291f6790dd2da43e9a294ed911658a14eb0aa8', '94df8ea52b21faa74229c2932113dc2b3e676515a0f2125fbeb7600795271931');
INSERT INTO public.event VALUES (21, '2026-11-28T09:35:22.957+00:00', 'ann', 'root', 'own word kept', NULL, '', '{"told":"","typed":"hf"}', '{"told":"heart failure","typed":"hf"}', '94df8ea52b21faa74229c2932113dc2b3e676515a0f2125fbeb7600795271931', 'e0e7839bc31a934de93bf5d229bd64c95c79c21b85736a5807dc32ecea417a05');
INSERT INTO public.event VALUES (22, '2026-11-28T09:35:22.964+00:00', 'lena', 'root', 'team word kept', NULL, '', '{"told":"","typed":"dm"}', '{"told":"type 2 diabetes","typed":"dm"}', 'e0e7839bc31a934de93bf5d229bd64c95c79c21b85736a5807dc32ecea417a05', '38048050e8e5c941b3d00a45267058b6d71733ec51bcc55ac6e15416fd4d9c75');
INSERT INTO public.event VALUES (23, '2026-11-28T09:35:22.973+00:00', 'ann', 'root', 'favourite kept', NULL, '', '{}', '{"code":"I5023"}', '38048050e8e5c941b3d00a45267058b6d71733ec51bcc55ac6e15416fd4d9c75', '8f1c6a349620548a115b2b44c96409c7c409157ddb266b637e5e35a846397c44');
INSERT INTO public.event VALUES (24, '2026-11-28T09:35:23.025+00:00', 'ann', 'root', 'code set kept', NULL, '', '{"codes":[],"name":"failing heart"}', '{"codes":["I50.23"],"name":"failing heart"}', '8f1c6a349620548a115b2b44c96409c7c409157ddb266b637e5e35a846397c44', 'e789688bd99ac4e7b37dcf08729248e28a86acf4b31f762456680de717d0a7e1');
INSERT INTO public.event VALUES (25, '2026-11-28T12:55:59.133+00:00', 'root', 'root', 'store upgraded', NULL, '', '{"schema":"0003"}', '{"schema":"0004"}', 'e789688bd99ac4e7b37dcf08729248e28a86acf4b31f762456680de717d0a7e1', '409842110d15901c198cf95dc243c2411e64e1bf93fc0894b08427d2995b8b50');
INSERT INTO public.event VALUES (26, '2026-11-28T13:30:12.000+00:00', 'lena', 'root', 'person added', NULL, '', '{}', '{"credentials":["COC","CPC-A"],"name":"cy","role":"coder"}', '409842110d15901c198cf95dc243c2411e64e1bf93fc0894b08427d2995b8b50', '71295cbfc3b5c952a3a94d819fb34fcf268745d8a4d406d2fe6b513b9199b23e');
INSERT INTO public.event VALUES (27, '2026-11-28T13:30:18.000+00:00', 'lena', 'root', 'routing changed', NULL, '', '{"client":"north","credentials":"usual","setting":"outpatient"}', '{"client":"north","credentials":["COC","CIC"],"setting":"outpatient"}', '71295cbfc3b5c952a3a94d819fb34fcf268745d8a4d406d2fe6b513b9199b23e', 'c98773ce07362bc9941b25faba33027e92a3e4213dbe2d85ba0725586f9b0c4b');
INSERT INTO public.event VALUES (28, '2026-11-28T13:30:21.000+00:00', 'lena', 'root', 'clients changed', NULL, '', '{"clients":"all","name":"cy"}', '{"clients":["south"],"name":"cy"}', 'c98773ce07362bc9941b25faba33027e92a3e4213dbe2d85ba0725586f9b0c4b', '5af292db9a4843b300ccfa4e7aa6b75b31b05a21e80bb085e283440172f45368');
INSERT INTO public.event VALUES (29, '2026-11-28T13:30:27.000+00:00', 'lena', 'root', 'away', NULL, '', '{"name":"cy","until":""}', '{"name":"cy","until":"2026-12-24"}', '5af292db9a4843b300ccfa4e7aa6b75b31b05a21e80bb085e283440172f45368', '4417a426b0688d37e558822f0ba18915dcbc3a6c2ae1522717ca0226c72d7f08');
INSERT INTO public.event VALUES (30, '2026-11-28T13:30:30.000+00:00', 'ann', 'root', 'skipped', 4, 'OLD1', '{"assignee":"","state":"open","version":1}', '{"assignee":"","reason":"the scan cannot be read","state":"open","version":1}', '4417a426b0688d37e558822f0ba18915dcbc3a6c2ae1522717ca0226c72d7f08', 'b4be4d1525c404688d75a7721d00e1a538a94de16c123764368f0ac876b3abe2');
INSERT INTO public.event VALUES (31, '2026-11-28T13:30:33.000+00:00', 'cy', 'root', 'glass broken', 2, 'CLINIC1', '{}', '{"client":"north","reason":"asked to look at the laterality by phone"}', 'b4be4d1525c404688d75a7721d00e1a538a94de16c123764368f0ac876b3abe2', '81b353b12d433fdc4ec417ea5f8911e6525ec89f33aecd9714c4624087a1bad4');
INSERT INTO public.event VALUES (32, '2026-11-28T12:56:02.531+00:00', 'postgres', 'postgres@local', 'store moved', NULL, '', '{"entries":31,"head":"81b353b12d433fdc4ec417ea5f8911e6525ec89f33aecd9714c4624087a1bad4","store":"old.db"}', '{"logins":["ann","bob","cy","lena"],"to_add":[]}', '81b353b12d433fdc4ec417ea5f8911e6525ec89f33aecd9714c4624087a1bad4', 'd3b1480a4b4ebb453e3e36fc5b4532e738176f21e2a8e4ca97b71ee2912c9a88');
INSERT INTO public.event VALUES (33, '2026-11-28T15:22:51.025+00:00', 'postgres', 'postgres@local', 'store upgraded', NULL, '', '{"schema":"0004"}', '{"schema":"0005"}', 'd3b1480a4b4ebb453e3e36fc5b4532e738176f21e2a8e4ca97b71ee2912c9a88', 'ba352f7dbf4b8b37246b6eb70605d7b57271d4307d13fbf10e571e9ae5a07d0f');
INSERT INTO public.event VALUES (34, '2026-11-28T15:22:51.057+00:00', 'lena', 'lena@local', 'specialties changed', NULL, '', '{"name":"bob","specialties":[]}', '{"name":"bob","specialties":["cardiology","oncology"]}', 'ba352f7dbf4b8b37246b6eb70605d7b57271d4307d13fbf10e571e9ae5a07d0f', '12865138cd0f85d936f78692936f83097c49669a004373f21e12086a399af1f6');
INSERT INTO public.facility VALUES (1, 'north', 1);
INSERT INTO public.facility VALUES (2, 'south', 2);
INSERT INTO public.favourite VALUES (1, 'icd10cm', 'I5023');
INSERT INTO public.hand_off VALUES (1, 'ann', 'bob', 'stable', 'waits for the path report', '[["call Dr Ash", "bob", ""]]', '[["report comes", "recode"]]', '2026-11-28 09:34:55.832082', '2026-11-28 09:34:58.627094', 'call Dr Ash, then recode');
INSERT INTO public.hand_off_draft VALUES (1, 'To: bob
Stays: waits for the scan', '2026-11-28 13:30:36');
INSERT INTO public.hand_off_item VALUES (1, 1);
INSERT INTO public.hold VALUES (1, 3, 'missing_document', 'path report', '2031-06-30', 'lena', '2026-11-28 09:34:51.330245', NULL);
INSERT INTO public.last_search VALUES (1, 'hypertension');
INSERT INTO public.note VALUES (1, 1, 'asked the floor', 'half a wörd', '2026-11-28 09:35:22.728004');
INSERT INTO public.own_word VALUES (1, 1, 'hf', 'heart failure');
INSERT INTO public.own_word VALUES (2, NULL, 'dm', 'type 2 diabetes');
INSERT INTO public.person VALUES (1, 'ann', 'Ann Reyes', 'coder', 'CPC', true, true, NULL, '');
INSERT INTO public.person VALUES (4, 'cy', 'Cy Noor', 'coder', 'COC CPC-A', true, false, '2026-12-24', '');
INSERT INTO public.person VALUES (3, 'lena', '', 'lead', '', true, true, NULL, '');
INSERT INTO public.person VALUES (2, 'bob', '', 'coder', '', true, true, NULL, 'cardiology,oncology');
INSERT INTO public.person_client VALUES (4, 2);
INSERT INTO public.reading_place VALUES (1, 1, 1, 17, '');
INSERT INTO public.routing VALUES (1, 'outpatient', 'COC CIC');
INSERT INTO public.saved_search VALUES (1, 'failure');
INSERT INTO public.skip VALUES (1, 4, 1, 'the scan cannot be read', '2026-11-28 13:30:30');
INSERT INTO public.work_item VALUES (1, 1, 'open', 8, '2026-05-20', 20, 2, '2026-11-28 09:34:36.731675', 6, NULL, false, false, 1, '', NULL, 'ann', '2026-11-28 09:34:55.832082', 'Okafor, Ada', '2026-05-19', 4821000, 'inpatient', 1, 0, NULL, false, '', '', '');
INSERT INTO public.work_item VALUES (2, 2, 'open', 7, '2030-12-31', 5, 2, '2026-11-28 09:34:36.731675', 2, NULL, false, false, 0, '', NULL, 'lena', '2026-11-28 09:34:48.090348', 'Ruiz, Marco', '2026-05-18', 118000, 'outpatient', 1, 0, NULL, false, '', '', '');
INSERT INTO public.work_item VALUES (3, 3, 'held', 6, '9999-12-31', 6, NULL, '2026-11-28 09:34:36.731675', 2, NULL, false, false, 0, 'missing_document', '2031-06-30', 'lena', '2026-11-28 09:34:51.330245', 'Lind, Per', '2026-05-02', 18250, 'professional', 2, 0, NULL, false, '', '', '');
INSERT INTO public.work_item VALUES (4, 4, 'open', 5, '9999-12-31', 6, NULL, '2026-11-28 09:34:36.731675', 1, NULL, false, false, 0, '', NULL, '', NULL, 'Sand, Zoë', '2014-12-01', -1, 'outpatient', 2, 0, NULL, false, '', '', '');
INSERT INTO public.work_tally VALUES ('held', 0, '9999-12-31', 2, 1, 6, 0, 0);
INSERT INTO public.work_tally VALUES ('open', 0, '9999-12-31', 2, 1, 6, 0, 0);
INSERT INTO public.work_tally VALUES ('open', 2, '2026-05-20', 1, 1, 20, 0, 1);
INSERT INTO public.work_tally VALUES ('open', 2, '2030-12-31', 1, 1, 5, 0, 0);
SELECT pg_catalog.setval('public.bookmark_id_seq', 1, true);
SELECT pg_catalog.setval('public.broken_glass_id_seq', 1, true);
SELECT pg_catalog.setval('public.change_id_seq', 6, true);
SELECT pg_catalog.setval('public.client_id_seq', 2, true);
SELECT pg_catalog.setval('public.code_assignment_id_seq', 2, true);
SELECT pg_catalog.setval('public.code_set_id_seq', 1, true);
SELECT pg_catalog.setval('public.dispute_id_seq', 1, true);
SELECT pg_catalog.setval('public.dispute_step_id_seq', 1, true);
SELECT pg_catalog.setval('public.document_id_seq', 4, true);
SELECT pg_catalog.setval('public.encounter_id_seq', 4, true);
SELECT pg_catalog.setval('public.facility_id_seq', 2, true);
SELECT pg_catalog.setval('public.hand_off_id_seq', 1, true);
SELECT pg_catalog.setval('public.hold_id_seq', 1, true);
SELECT pg_catalog.setval('public.own_word_id_seq', 2, true);
SELECT pg_catalog.setval('public.person_id_seq', 8, true);
SELECT pg_catalog.setval('public.skip_id_seq', 1, true);
SELECT pg_catalog.setval('public.work_item_id_seq', 4, true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.bookmark
    ADD CONSTRAINT bookmark_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.broken_glass
    ADD CONSTRAINT broken_glass_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.change
    ADD CONSTRAINT change_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.client
    ADD CONSTRAINT client_name_key UNIQUE (name);
ALTER TABLE ONLY public.client
    ADD CONSTRAINT client_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.code_assignment
    ADD CONSTRAINT code_assignment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.code_set
    ADD CONSTRAINT code_set_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dispute
    ADD CONSTRAINT dispute_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dispute_step
    ADD CONSTRAINT dispute_step_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.document
    ADD CONSTRAINT document_encounter_id_name_version_key UNIQUE (encounter_id, name, version);
ALTER TABLE ONLY public.document
    ADD CONSTRAINT document_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.document_read
    ADD CONSTRAINT document_read_pkey PRIMARY KEY (person_id, document_id);
ALTER TABLE ONLY public.encounter
    ADD CONSTRAINT encounter_facility_id_account_key UNIQUE (facility_id, account);
ALTER TABLE ONLY public.encounter
    ADD CONSTRAINT encounter_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (sequence);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_previous_key UNIQUE (previous);
ALTER TABLE ONLY public.facility
    ADD CONSTRAINT facility_name_key UNIQUE (name);
ALTER TABLE ONLY public.facility
    ADD CONSTRAINT facility_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.favourite
    ADD CONSTRAINT favourite_pkey PRIMARY KEY (person_id, system, code);
ALTER TABLE ONLY public.finding_override
    ADD CONSTRAINT finding_override_pkey PRIMARY KEY (item_id, rule, codes);
ALTER TABLE ONLY public.hand_off_draft
    ADD CONSTRAINT hand_off_draft_pkey PRIMARY KEY (person_id);
ALTER TABLE ONLY public.hand_off_item
    ADD CONSTRAINT hand_off_item_pkey PRIMARY KEY (hand_off_id, item_id);
ALTER TABLE ONLY public.hand_off
    ADD CONSTRAINT hand_off_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.hold
    ADD CONSTRAINT hold_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.last_search
    ADD CONSTRAINT last_search_pkey PRIMARY KEY (person_id);
ALTER TABLE ONLY public.note
    ADD CONSTRAINT note_pkey PRIMARY KEY (item_id, person_id);
ALTER TABLE ONLY public.own_word
    ADD CONSTRAINT own_word_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.person_client
    ADD CONSTRAINT person_client_pkey PRIMARY KEY (person_id, client_id);
ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_name_key UNIQUE (name);
ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reading_place
    ADD CONSTRAINT reading_place_pkey PRIMARY KEY (item_id, person_id);
ALTER TABLE ONLY public.routing
    ADD CONSTRAINT routing_pkey PRIMARY KEY (client_id, setting);
ALTER TABLE ONLY public.saved_search
    ADD CONSTRAINT saved_search_pkey PRIMARY KEY (person_id, term);
ALTER TABLE ONLY public.saved_view
    ADD CONSTRAINT saved_view_pkey PRIMARY KEY (person_id, name);
ALTER TABLE ONLY public.skip
    ADD CONSTRAINT skip_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.stopping_point
    ADD CONSTRAINT stopping_point_pkey PRIMARY KEY (person_id, session);
ALTER TABLE ONLY public.work_item
    ADD CONSTRAINT work_item_encounter_id_key UNIQUE (encounter_id);
ALTER TABLE ONLY public.work_item
    ADD CONSTRAINT work_item_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.work_tally
    ADD CONSTRAINT work_tally_pkey PRIMARY KEY (state, assignee_id, due, client_id);
CREATE INDEX ix_bookmark ON public.bookmark USING btree (item_id, person_id);
CREATE INDEX ix_broken_glass ON public.broken_glass USING btree (person_id, item_id);
CREATE INDEX ix_change ON public.change USING btree (scope, person_id, id);
CREATE INDEX ix_code_at ON public.code_assignment USING btree (at);
CREATE INDEX ix_code_item ON public.code_assignment USING btree (item_id, sequence);
CREATE INDEX ix_code_person ON public.code_assignment USING btree (person, at);
CREATE INDEX ix_code_set ON public.code_set USING btree (person_id, name);
CREATE INDEX ix_dispute_due ON public.dispute USING btree (closed, due, id);
CREATE INDEX ix_dispute_item ON public.dispute USING btree (item_id);
CREATE INDEX ix_dispute_step ON public.dispute_step USING btree (dispute_id, id);
CREATE INDEX ix_encounter_account ON public.encounter USING btree (account);
CREATE INDEX ix_event_item ON public.event USING btree (item_id, sequence);
CREATE INDEX ix_event_person ON public.event USING btree (person, sequence);
CREATE INDEX ix_hand_off_item ON public.hand_off_item USING btree (item_id);
CREATE INDEX ix_hand_off_receiver ON public.hand_off USING btree (receiver, accepted_at);
CREATE INDEX ix_hold_item ON public.hold USING btree (item_id);
CREATE INDEX ix_item_assigned ON public.work_item USING btree (assignee_id, priority DESC, due, arrived_at, id, state, returned) WHERE ((state)::text <> 'submitted'::text);
CREATE INDEX ix_item_by_arrived_at ON public.work_item USING btree (arrived_at, id, state, assignee_id, due, returned, open_disputes, client_id);
CREATE INDEX ix_item_by_charges_cents ON public.work_item USING btree (charges_cents, id, state, assignee_id, due, returned, open_disputes, client_id);
CREATE INDEX ix_item_by_patient ON public.work_item USING btree (patient, id, state, assignee_id, due, returned, open_disputes, client_id);
CREATE INDEX ix_item_by_service_to ON public.work_item USING btree (service_to, id, state, assignee_id, due, returned, open_disputes, client_id);
CREATE INDEX ix_item_co_sign ON public.work_item USING btree (priority DESC, due, arrived_at, id, client_id) WHERE ((state)::text = 'co_sign'::text);
CREATE INDEX ix_item_disputed ON public.work_item USING btree (priority DESC, due, arrived_at, id, client_id) WHERE (open_disputes > 0);
CREATE INDEX ix_item_held ON public.work_item USING btree (priority DESC, due, arrived_at, id, client_id) WHERE ((state)::text = 'held'::text);
CREATE INDEX ix_item_lapse ON public.work_item USING btree (lease_until, assignee_id, from_pool, priority, due, arrived_at, setting, client_id, specialty) WHERE ((state)::text = 'in_work'::text);
CREATE INDEX ix_item_order ON public.work_item USING btree (priority DESC, due, arrived_at, id, client_id);
CREATE INDEX ix_item_pool ON public.work_item USING btree (priority DESC, due, arrived_at, id, setting, client_id, specialty) WHERE (((state)::text = 'open'::text) AND (assignee_id IS NULL));
CREATE INDEX ix_item_submitted ON public.work_item USING btree (priority DESC, due, arrived_at, id, client_id) WHERE ((state)::text = 'submitted'::text);
CREATE INDEX ix_item_unfinished ON public.work_item USING btree (priority DESC, due, arrived_at, id, client_id) WHERE ((state)::text <> 'submitted'::text);
CREATE INDEX ix_item_wakes ON public.work_item USING btree (held_until) WHERE ((state)::text = 'held'::text);
CREATE INDEX ix_own_word ON public.own_word USING btree (person_id, typed);
CREATE INDEX ix_skip_item ON public.skip USING btree (item_id);
CREATE INDEX ix_skip_person ON public.skip USING btree (person_id, at);
CREATE CONSTRAINT TRIGGER broken_glass_logged AFTER INSERT ON public.broken_glass DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.tc_logged();
CREATE CONSTRAINT TRIGGER code_assignment_logged AFTER INSERT OR DELETE OR UPDATE ON public.code_assignment DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.tc_logged();
CREATE TRIGGER code_signed BEFORE INSERT OR UPDATE ON public.code_assignment FOR EACH ROW EXECUTE FUNCTION public.tc_sign_code();
CREATE TRIGGER dispute_counted AFTER INSERT OR DELETE OR UPDATE OF item_id, closed ON public.dispute FOR EACH ROW EXECUTE FUNCTION public.tc_disputes_counted();
CREATE CONSTRAINT TRIGGER dispute_logged AFTER INSERT OR DELETE OR UPDATE ON public.dispute DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.tc_logged();
CREATE TRIGGER event_append_only BEFORE DELETE OR UPDATE ON public.event FOR EACH ROW EXECUTE FUNCTION public.tc_append_only();
ALTER TABLE public.event ENABLE ALWAYS TRIGGER event_append_only;
CREATE TRIGGER event_not_emptied BEFORE TRUNCATE ON public.event FOR EACH STATEMENT EXECUTE FUNCTION public.tc_append_only();
ALTER TABLE public.event ENABLE ALWAYS TRIGGER event_not_emptied;
CREATE CONSTRAINT TRIGGER finding_override_logged AFTER INSERT OR DELETE OR UPDATE ON public.finding_override DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.tc_logged();
CREATE TRIGGER glass_is_short BEFORE INSERT ON public.broken_glass FOR EACH ROW EXECUTE FUNCTION public.tc_glass_is_short();
CREATE TRIGGER hand_off_append_only BEFORE DELETE OR UPDATE ON public.hand_off FOR EACH ROW EXECUTE FUNCTION public.tc_sign_hand_off();
CREATE CONSTRAINT TRIGGER person_client_logged AFTER INSERT OR DELETE OR UPDATE ON public.person_client DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.tc_rights_logged();
CREATE CONSTRAINT TRIGGER person_logged AFTER INSERT OR DELETE OR UPDATE ON public.person DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.tc_rights_logged();
CREATE CONSTRAINT TRIGGER routing_logged AFTER INSERT OR DELETE OR UPDATE ON public.routing DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.tc_rights_logged();
CREATE CONSTRAINT TRIGGER skip_logged AFTER INSERT ON public.skip DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.tc_logged();
CREATE CONSTRAINT TRIGGER work_item_counted AFTER INSERT OR DELETE OR UPDATE OF state, assignee_id, due, client_id, minutes, returned, open_disputes ON public.work_item DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.tc_counted();
CREATE TRIGGER work_item_finished AFTER UPDATE OF state ON public.work_item FOR EACH ROW WHEN ((((old.state)::text = 'in_work'::text) AND ((new.state)::text = ANY ((ARRAY['co_sign'::character varying, 'submitted'::character varying])::text[])))) EXECUTE FUNCTION public.tc_forget();
CREATE CONSTRAINT TRIGGER work_item_logged AFTER UPDATE OF version, state, assignee_id, held_reason, priority, due, patient, service_to, charges_cents, setting, specialty ON public.work_item DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.tc_logged();
CREATE TRIGGER work_item_signed BEFORE UPDATE ON public.work_item FOR EACH ROW EXECUTE FUNCTION public.tc_sign_item();
ALTER TABLE ONLY public.bookmark
    ADD CONSTRAINT bookmark_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.document(id);
ALTER TABLE ONLY public.bookmark
    ADD CONSTRAINT bookmark_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.work_item(id);
ALTER TABLE ONLY public.bookmark
    ADD CONSTRAINT bookmark_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.broken_glass
    ADD CONSTRAINT broken_glass_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.work_item(id);
ALTER TABLE ONLY public.broken_glass
    ADD CONSTRAINT broken_glass_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.change
    ADD CONSTRAINT change_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.code_assignment
    ADD CONSTRAINT code_assignment_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.work_item(id);
ALTER TABLE ONLY public.code_set
    ADD CONSTRAINT code_set_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.dispute
    ADD CONSTRAINT dispute_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.work_item(id);
ALTER TABLE ONLY public.dispute_step
    ADD CONSTRAINT dispute_step_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES public.dispute(id);
ALTER TABLE ONLY public.document
    ADD CONSTRAINT document_encounter_id_fkey FOREIGN KEY (encounter_id) REFERENCES public.encounter(id);
ALTER TABLE ONLY public.document_read
    ADD CONSTRAINT document_read_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.document(id);
ALTER TABLE ONLY public.document_read
    ADD CONSTRAINT document_read_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.encounter
    ADD CONSTRAINT encounter_facility_id_fkey FOREIGN KEY (facility_id) REFERENCES public.facility(id);
ALTER TABLE ONLY public.facility
    ADD CONSTRAINT facility_client_id_fkey FOREIGN KEY (client_id) REFERENCES public.client(id);
ALTER TABLE ONLY public.favourite
    ADD CONSTRAINT favourite_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.finding_override
    ADD CONSTRAINT finding_override_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.work_item(id);
ALTER TABLE ONLY public.hand_off_draft
    ADD CONSTRAINT hand_off_draft_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.hand_off_item
    ADD CONSTRAINT hand_off_item_hand_off_id_fkey FOREIGN KEY (hand_off_id) REFERENCES public.hand_off(id);
ALTER TABLE ONLY public.hand_off_item
    ADD CONSTRAINT hand_off_item_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.work_item(id);
ALTER TABLE ONLY public.hold
    ADD CONSTRAINT hold_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.work_item(id);
ALTER TABLE ONLY public.last_search
    ADD CONSTRAINT last_search_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.note
    ADD CONSTRAINT note_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.work_item(id);
ALTER TABLE ONLY public.note
    ADD CONSTRAINT note_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.own_word
    ADD CONSTRAINT own_word_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.person_client
    ADD CONSTRAINT person_client_client_id_fkey FOREIGN KEY (client_id) REFERENCES public.client(id);
ALTER TABLE ONLY public.person_client
    ADD CONSTRAINT person_client_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.reading_place
    ADD CONSTRAINT reading_place_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.work_item(id);
ALTER TABLE ONLY public.reading_place
    ADD CONSTRAINT reading_place_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.routing
    ADD CONSTRAINT routing_client_id_fkey FOREIGN KEY (client_id) REFERENCES public.client(id);
ALTER TABLE ONLY public.saved_search
    ADD CONSTRAINT saved_search_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.saved_view
    ADD CONSTRAINT saved_view_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.skip
    ADD CONSTRAINT skip_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.work_item(id);
ALTER TABLE ONLY public.skip
    ADD CONSTRAINT skip_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.stopping_point
    ADD CONSTRAINT stopping_point_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.work_item
    ADD CONSTRAINT work_item_assignee_id_fkey FOREIGN KEY (assignee_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.work_item
    ADD CONSTRAINT work_item_encounter_id_fkey FOREIGN KEY (encounter_id) REFERENCES public.encounter(id);
CREATE POLICY accepts ON public.hand_off FOR UPDATE TO tui_coder_member USING (((receiver)::text = SESSION_USER)) WITH CHECK (((receiver)::text = SESSION_USER));
CREATE POLICY adds ON public.broken_glass FOR INSERT TO tui_coder_member WITH CHECK ((person_id = ( SELECT public.tc_me() AS tc_me)));
CREATE POLICY adds ON public.dispute_step FOR INSERT TO tui_coder_member WITH CHECK ((((person)::text = SESSION_USER) AND (EXISTS ( SELECT
   FROM public.dispute d
  WHERE (d.id = dispute_step.dispute_id)))));
CREATE POLICY adds ON public.hand_off_item FOR INSERT TO tui_coder_member WITH CHECK ((EXISTS ( SELECT
   FROM public.hand_off h
  WHERE ((h.id = hand_off_item.hand_off_id) AND ((h.sender)::text = SESSION_USER) AND (h.accepted_at IS NULL)))));
CREATE POLICY adds ON public.skip FOR INSERT TO tui_coder_member WITH CHECK ((person_id = ( SELECT public.tc_me() AS tc_me)));
ALTER TABLE public.bookmark ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.broken_glass ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.change ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.client ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.code_assignment ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.code_set ENABLE ROW LEVEL SECURITY;
CREATE POLICY codes ON public.code_assignment TO tui_coder_member USING ((EXISTS ( SELECT
   FROM public.work_item w
  WHERE ((w.id = code_assignment.item_id) AND ((w.state)::text = 'in_work'::text) AND (w.assignee_id = ( SELECT public.tc_me() AS tc_me)))))) WITH CHECK ((EXISTS ( SELECT
   FROM public.work_item w
  WHERE ((w.id = code_assignment.item_id) AND ((w.state)::text = 'in_work'::text) AND (w.assignee_id = ( SELECT public.tc_me() AS tc_me))))));
CREATE POLICY codes ON public.finding_override TO tui_coder_member USING ((EXISTS ( SELECT
   FROM public.work_item w
  WHERE ((w.id = finding_override.item_id) AND ((w.state)::text = 'in_work'::text) AND (w.assignee_id = ( SELECT public.tc_me() AS tc_me)))))) WITH CHECK ((EXISTS ( SELECT
   FROM public.work_item w
  WHERE ((w.id = finding_override.item_id) AND ((w.state)::text = 'in_work'::text) AND (w.assignee_id = ( SELECT public.tc_me() AS tc_me))))));
CREATE POLICY corrects ON public.encounter FOR UPDATE TO tui_coder_member USING ((( SELECT public.tc_leads() AS tc_leads) AND (( SELECT public.tc_sees_all() AS tc_sees_all) OR (facility_id = ANY (ARRAY( SELECT public.tc_facilities() AS tc_facilities)))))) WITH CHECK ((( SELECT public.tc_leads() AS tc_leads) AND (( SELECT public.tc_sees_all() AS tc_sees_all) OR (facility_id = ANY (ARRAY( SELECT public.tc_facilities() AS tc_facilities))))));
ALTER TABLE public.dispute ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.dispute_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.document ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.document_read ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.encounter ENABLE ROW LEVEL SECURITY;
CREATE POLICY ends ON public.hold FOR UPDATE TO tui_coder_member USING ((EXISTS ( SELECT
   FROM public.work_item w
  WHERE (w.id = hold.item_id)))) WITH CHECK ((EXISTS ( SELECT
   FROM public.work_item w
  WHERE (w.id = hold.item_id))));
ALTER TABLE public.facility ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.favourite ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.finding_override ENABLE ROW LEVEL SECURITY;
CREATE POLICY goes_away ON public.person FOR UPDATE TO tui_coder_member USING (((id = ( SELECT public.tc_me() AS tc_me)) OR ( SELECT public.tc_leads() AS tc_leads))) WITH CHECK (((id = ( SELECT public.tc_me() AS tc_me)) OR ( SELECT public.tc_leads() AS tc_leads)));
ALTER TABLE public.hand_off ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.hand_off_draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.hand_off_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.hold ENABLE ROW LEVEL SECURITY;
CREATE POLICY holds ON public.hold FOR INSERT TO tui_coder_member WITH CHECK (((EXISTS ( SELECT
   FROM public.work_item w
  WHERE (w.id = hold.item_id))) AND ((person)::text = SESSION_USER)));
ALTER TABLE public.last_search ENABLE ROW LEVEL SECURITY;
CREATE POLICY leads ON public.client TO tui_coder_member USING (( SELECT public.tc_governs() AS tc_governs)) WITH CHECK (( SELECT public.tc_governs() AS tc_governs));
CREATE POLICY leads ON public.facility TO tui_coder_member USING (( SELECT public.tc_governs() AS tc_governs)) WITH CHECK (( SELECT public.tc_governs() AS tc_governs));
CREATE POLICY leads ON public.person_client TO tui_coder_member USING (( SELECT public.tc_governs() AS tc_governs)) WITH CHECK (( SELECT public.tc_governs() AS tc_governs));
CREATE POLICY leads ON public.routing TO tui_coder_member USING (( SELECT public.tc_governs() AS tc_governs)) WITH CHECK (( SELECT public.tc_governs() AS tc_governs));
CREATE POLICY looks ON public.broken_glass FOR UPDATE TO tui_coder_member USING ((( SELECT public.tc_leads() AS tc_leads) AND (person_id <> ( SELECT public.tc_me() AS tc_me)))) WITH CHECK ((( SELECT public.tc_leads() AS tc_leads) AND (person_id <> ( SELECT public.tc_me() AS tc_me)) AND ((seen_by)::text = SESSION_USER)));
ALTER TABLE public.note ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON public.bookmark TO tui_coder_member USING ((person_id = ( SELECT public.tc_me() AS tc_me))) WITH CHECK ((person_id = ( SELECT public.tc_me() AS tc_me)));
CREATE POLICY own ON public.change TO tui_coder_member USING ((person_id = ( SELECT public.tc_me() AS tc_me))) WITH CHECK ((person_id = ( SELECT public.tc_me() AS tc_me)));
CREATE POLICY own ON public.code_set TO tui_coder_member USING (((person_id = ( SELECT public.tc_me() AS tc_me)) OR ((person_id IS NULL) AND ( SELECT public.tc_leads() AS tc_leads)))) WITH CHECK (((person_id = ( SELECT public.tc_me() AS tc_me)) OR ((person_id IS NULL) AND ( SELECT public.tc_leads() AS tc_leads))));
CREATE POLICY own ON public.document_read TO tui_coder_member USING ((person_id = ( SELECT public.tc_me() AS tc_me))) WITH CHECK ((person_id = ( SELECT public.tc_me() AS tc_me)));
CREATE POLICY own ON public.favourite TO tui_coder_member USING ((person_id = ( SELECT public.tc_me() AS tc_me))) WITH CHECK ((person_id = ( SELECT public.tc_me() AS tc_me)));
CREATE POLICY own ON public.hand_off_draft TO tui_coder_member USING ((person_id = ( SELECT public.tc_me() AS tc_me))) WITH CHECK ((person_id = ( SELECT public.tc_me() AS tc_me)));
CREATE POLICY own ON public.last_search TO tui_coder_member USING ((person_id = ( SELECT public.tc_me() AS tc_me))) WITH CHECK ((person_id = ( SELECT public.tc_me() AS tc_me)));
CREATE POLICY own ON public.note TO tui_coder_member USING (((person_id = ( SELECT public.tc_me() AS tc_me)) AND (EXISTS ( SELECT
   FROM public.work_item w
  WHERE (w.id = note.item_id))))) WITH CHECK (((person_id = ( SELECT public.tc_me() AS tc_me)) AND (EXISTS ( SELECT
   FROM public.work_item w
  WHERE (w.id = note.item_id)))));
CREATE POLICY own ON public.own_word TO tui_coder_member USING (((person_id = ( SELECT public.tc_me() AS tc_me)) OR ((person_id IS NULL) AND ( SELECT public.tc_leads() AS tc_leads)))) WITH CHECK (((person_id = ( SELECT public.tc_me() AS tc_me)) OR ((person_id IS NULL) AND ( SELECT public.tc_leads() AS tc_leads))));
CREATE POLICY own ON public.reading_place TO tui_coder_member USING ((person_id = ( SELECT public.tc_me() AS tc_me))) WITH CHECK ((person_id = ( SELECT public.tc_me() AS tc_me)));
CREATE POLICY own ON public.saved_search TO tui_coder_member USING ((person_id = ( SELECT public.tc_me() AS tc_me))) WITH CHECK ((person_id = ( SELECT public.tc_me() AS tc_me)));
CREATE POLICY own ON public.saved_view TO tui_coder_member USING ((person_id = ( SELECT public.tc_me() AS tc_me))) WITH CHECK ((person_id = ( SELECT public.tc_me() AS tc_me)));
CREATE POLICY own ON public.stopping_point TO tui_coder_member USING ((person_id = ( SELECT public.tc_me() AS tc_me))) WITH CHECK ((person_id = ( SELECT public.tc_me() AS tc_me)));
ALTER TABLE public.own_word ENABLE ROW LEVEL SECURITY;
CREATE POLICY owns ON public.bookmark TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.broken_glass TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.change TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.client TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.code_assignment TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.code_set TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.dispute TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.dispute_step TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.document TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.document_read TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.encounter TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.facility TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.favourite TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.finding_override TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.hand_off TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.hand_off_draft TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.hand_off_item TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.hold TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.last_search TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.note TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.own_word TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.person TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.person_client TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.reading_place TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.routing TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.saved_search TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.saved_view TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.skip TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.stopping_point TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.work_item TO tui_coder_owner USING (true) WITH CHECK (true);
CREATE POLICY owns ON public.work_tally TO tui_coder_owner USING (true) WITH CHECK (true);
ALTER TABLE public.person ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.person_client ENABLE ROW LEVEL SECURITY;
CREATE POLICY puts ON public.person TO tui_coder_people USING (true) WITH CHECK (true);
CREATE POLICY raises ON public.dispute FOR INSERT TO tui_coder_member WITH CHECK (((EXISTS ( SELECT
   FROM public.work_item w
  WHERE (w.id = dispute.item_id))) AND ((raised_by)::text = SESSION_USER) AND (NOT closed)));
ALTER TABLE public.reading_place ENABLE ROW LEVEL SECURITY;
CREATE POLICY reads ON public.client FOR SELECT TO tui_coder_member USING (true);
CREATE POLICY reads ON public.facility FOR SELECT TO tui_coder_member USING (true);
CREATE POLICY reads ON public.person FOR SELECT TO tui_coder_member USING (true);
CREATE POLICY reads ON public.person_client FOR SELECT TO tui_coder_member USING (true);
CREATE POLICY reads ON public.routing FOR SELECT TO tui_coder_member USING (true);
ALTER TABLE public.routing ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.saved_search ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.saved_view ENABLE ROW LEVEL SECURITY;
CREATE POLICY sees ON public.broken_glass FOR SELECT TO tui_coder_member USING (((person_id = ( SELECT public.tc_me() AS tc_me)) OR ( SELECT public.tc_leads() AS tc_leads) OR (( SELECT public.tc_role() AS tc_role) = 'auditor'::text)));
CREATE POLICY sees ON public.code_assignment FOR SELECT TO tui_coder_member USING ((EXISTS ( SELECT
   FROM public.work_item w
  WHERE (w.id = code_assignment.item_id))));
CREATE POLICY sees ON public.code_set FOR SELECT TO tui_coder_member USING (((person_id IS NULL) OR (person_id = ( SELECT public.tc_me() AS tc_me))));
CREATE POLICY sees ON public.dispute FOR SELECT TO tui_coder_member USING ((EXISTS ( SELECT
   FROM public.work_item w
  WHERE (w.id = dispute.item_id))));
CREATE POLICY sees ON public.dispute_step FOR SELECT TO tui_coder_member USING ((EXISTS ( SELECT
   FROM public.dispute d
  WHERE (d.id = dispute_step.dispute_id))));
CREATE POLICY sees ON public.document FOR SELECT TO tui_coder_member USING ((EXISTS ( SELECT
   FROM public.encounter e
  WHERE (e.id = document.encounter_id))));
CREATE POLICY sees ON public.encounter FOR SELECT TO tui_coder_member USING ((( SELECT public.tc_sees_all() AS tc_sees_all) OR (facility_id = ANY (ARRAY( SELECT public.tc_facilities() AS tc_facilities))) OR (id = ANY (ARRAY( SELECT public.tc_glass_encounters() AS tc_glass_encounters)))));
CREATE POLICY sees ON public.finding_override FOR SELECT TO tui_coder_member USING ((EXISTS ( SELECT
   FROM public.work_item w
  WHERE (w.id = finding_override.item_id))));
CREATE POLICY sees ON public.hand_off FOR SELECT TO tui_coder_member USING ((((sender)::text = SESSION_USER) OR ((receiver)::text = SESSION_USER) OR ( SELECT public.tc_sees_all() AS tc_sees_all) OR public.tc_hand_off_seen(id)));
CREATE POLICY sees ON public.hand_off_item FOR SELECT TO tui_coder_member USING ((( SELECT public.tc_me() AS tc_me) IS NOT NULL));
CREATE POLICY sees ON public.hold FOR SELECT TO tui_coder_member USING ((EXISTS ( SELECT
   FROM public.work_item w
  WHERE (w.id = hold.item_id))));
CREATE POLICY sees ON public.note FOR SELECT TO tui_coder_member USING ((EXISTS ( SELECT
   FROM public.work_item w
  WHERE (w.id = note.item_id))));
CREATE POLICY sees ON public.own_word FOR SELECT TO tui_coder_member USING (((person_id IS NULL) OR (person_id = ( SELECT public.tc_me() AS tc_me))));
CREATE POLICY sees ON public.skip FOR SELECT TO tui_coder_member USING (((person_id = ( SELECT public.tc_me() AS tc_me)) OR ( SELECT public.tc_leads() AS tc_leads) OR (( SELECT public.tc_role() AS tc_role) = 'auditor'::text)));
CREATE POLICY sees ON public.work_item FOR SELECT TO tui_coder_member USING ((( SELECT public.tc_sees_all() AS tc_sees_all) OR (client_id = ANY (ARRAY( SELECT public.tc_clients() AS tc_clients))) OR (id = ANY (ARRAY( SELECT public.tc_glass() AS tc_glass)))));
CREATE POLICY sees ON public.work_tally FOR SELECT TO tui_coder_member USING ((( SELECT public.tc_sees_all() AS tc_sees_all) OR (client_id = ANY (ARRAY( SELECT public.tc_clients() AS tc_clients)))));
ALTER TABLE public.skip ENABLE ROW LEVEL SECURITY;
CREATE POLICY steps ON public.dispute FOR UPDATE TO tui_coder_member USING (((EXISTS ( SELECT
   FROM public.work_item w
  WHERE (w.id = dispute.item_id))) AND (((owner)::text = SESSION_USER) OR ((raised_by)::text = SESSION_USER) OR ( SELECT public.tc_leads() AS tc_leads) OR (( SELECT public.tc_role() AS tc_role) = 'auditor'::text)))) WITH CHECK ((EXISTS ( SELECT
   FROM public.work_item w
  WHERE (w.id = dispute.item_id))));
ALTER TABLE public.stopping_point ENABLE ROW LEVEL SECURITY;
CREATE POLICY supersedes ON public.document FOR UPDATE TO tui_coder_member USING ((( SELECT public.tc_leads() AS tc_leads) AND (EXISTS ( SELECT
   FROM public.encounter e
  WHERE (e.id = document.encounter_id))))) WITH CHECK ((( SELECT public.tc_leads() AS tc_leads) AND (EXISTS ( SELECT
   FROM public.encounter e
  WHERE (e.id = document.encounter_id)))));
CREATE POLICY takes_in ON public.document FOR INSERT TO tui_coder_member WITH CHECK ((( SELECT public.tc_leads() AS tc_leads) AND (EXISTS ( SELECT
   FROM public.encounter e
  WHERE (e.id = document.encounter_id)))));
CREATE POLICY takes_in ON public.encounter FOR INSERT TO tui_coder_member WITH CHECK ((( SELECT public.tc_leads() AS tc_leads) AND (( SELECT public.tc_sees_all() AS tc_sees_all) OR (facility_id = ANY (ARRAY( SELECT public.tc_facilities() AS tc_facilities))))));
CREATE POLICY takes_in ON public.work_item FOR INSERT TO tui_coder_member WITH CHECK ((( SELECT public.tc_leads() AS tc_leads) AND (( SELECT public.tc_sees_all() AS tc_sees_all) OR (client_id = ANY (ARRAY( SELECT public.tc_clients() AS tc_clients))))));
ALTER TABLE public.work_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.work_tally ENABLE ROW LEVEL SECURITY;
CREATE POLICY works ON public.work_item FOR UPDATE TO tui_coder_member USING (((( SELECT public.tc_sees_all() AS tc_sees_all) OR (client_id = ANY (ARRAY( SELECT public.tc_clients() AS tc_clients)))) AND (( SELECT public.tc_leads() AS tc_leads) OR (assignee_id IS NULL) OR (assignee_id = ( SELECT public.tc_me() AS tc_me)) OR (((state)::text = 'in_work'::text) AND (lease_until < (now() AT TIME ZONE 'UTC'::text))) OR (((state)::text = ANY ((ARRAY['open'::character varying, 'held'::character varying, 'submitted'::character varying])::text[])) AND ((changed_by)::text = SESSION_USER)) OR (((state)::text = 'held'::text) AND (held_until <= (CURRENT_DATE + 1))) OR (((state)::text = 'co_sign'::text) AND public.tc_may_co_sign(assignee_id, client_id, (setting)::text))))) WITH CHECK ((( SELECT public.tc_sees_all() AS tc_sees_all) OR (client_id = ANY (ARRAY( SELECT public.tc_clients() AS tc_clients)))));
CREATE POLICY writes ON public.hand_off FOR INSERT TO tui_coder_member WITH CHECK ((((sender)::text = SESSION_USER) AND (accepted_at IS NULL)));
REVOKE USAGE ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO tui_coder_owner;
GRANT USAGE ON SCHEMA public TO tui_coder_member;
GRANT USAGE ON SCHEMA public TO tui_coder_people;
REVOKE ALL ON FUNCTION public.tc_append_only() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.tc_apprentices() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.tc_clients() FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_clients() TO tui_coder_member;
GRANT INSERT,UPDATE ON TABLE public.work_item TO tui_coder_lead;
GRANT INSERT,UPDATE ON TABLE public.work_item TO tui_coder_admin;
GRANT UPDATE ON TABLE public.work_item TO tui_coder_coder;
GRANT SELECT ON TABLE public.work_item TO tui_coder_member;
REVOKE ALL ON FUNCTION public.tc_count(item public.work_item, step integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.tc_count_disputes(item integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_count_disputes(item integer) TO tui_coder_member;
REVOKE ALL ON FUNCTION public.tc_counted() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.tc_disputes_counted() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.tc_elsewhere(wanted text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_elsewhere(wanted text) TO tui_coder_member;
REVOKE ALL ON FUNCTION public.tc_facilities() FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_facilities() TO tui_coder_member;
REVOKE ALL ON FUNCTION public.tc_first_pooled(today date, usual text[], also text[], never text[], specialties text[], skipped integer[], before public.work_item) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_first_pooled(today date, usual text[], also text[], never text[], specialties text[], skipped integer[], before public.work_item) TO tui_coder_member;
REVOKE ALL ON FUNCTION public.tc_forget() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.tc_glass() FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_glass() TO tui_coder_member;
REVOKE ALL ON FUNCTION public.tc_glass_encounters() FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_glass_encounters() TO tui_coder_member;
REVOKE ALL ON FUNCTION public.tc_glass_is_short() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.tc_governs() FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_governs() TO tui_coder_member;
GRANT ALL ON FUNCTION public.tc_governs() TO tui_coder_people;
REVOKE ALL ON FUNCTION public.tc_hand_off_seen(number integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_hand_off_seen(number integer) TO tui_coder_member;
REVOKE ALL ON FUNCTION public.tc_holds_in_full(who integer, client integer, chart text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_holds_in_full(who integer, client integer, chart text) TO tui_coder_member;
REVOKE ALL ON FUNCTION public.tc_installs() FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_installs() TO tui_coder_member;
GRANT ALL ON FUNCTION public.tc_installs() TO tui_coder_people;
REVOKE ALL ON FUNCTION public.tc_leads() FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_leads() TO tui_coder_member;
GRANT ALL ON FUNCTION public.tc_leads() TO tui_coder_people;
REVOKE ALL ON FUNCTION public.tc_lock_log() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.tc_log_append(entries json) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_log_append(entries json) TO tui_coder_member;
REVOKE ALL ON FUNCTION public.tc_log_head(OUT sequence bigint, OUT digest text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_log_head(OUT sequence bigint, OUT digest text) TO tui_coder_member;
REVOKE ALL ON FUNCTION public.tc_logged() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.tc_may_change_people() FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_may_change_people() TO tui_coder_member;
GRANT ALL ON FUNCTION public.tc_may_change_people() TO tui_coder_people;
REVOKE ALL ON FUNCTION public.tc_may_co_sign(coder integer, client integer, chart text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_may_co_sign(coder integer, client integer, chart text) TO tui_coder_member;
REVOKE ALL ON FUNCTION public.tc_me() FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_me() TO tui_coder_member;
GRANT ALL ON FUNCTION public.tc_me() TO tui_coder_people;
REVOKE ALL ON FUNCTION public.tc_needs_co_sign(who integer, client integer, chart text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_needs_co_sign(who integer, client integer, chart text) TO tui_coder_member;
REVOKE ALL ON FUNCTION public.tc_next(me integer, today date, instant timestamp without time zone, usual text[], also text[], never text[], specialties text[], skips_since timestamp without time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_next(me integer, today date, instant timestamp without time zone, usual text[], also text[], never text[], specialties text[], skips_since timestamp without time zone) TO tui_coder_member;
REVOKE ALL ON FUNCTION public.tc_next_free(me integer, today date, instant timestamp without time zone, usual text[], also text[], never text[], specialties text[], skipped integer[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_next_free(me integer, today date, instant timestamp without time zone, usual text[], also text[], never text[], specialties text[], skipped integer[]) TO tui_coder_member;
REVOKE ALL ON FUNCTION public.tc_person_put(who text, new_role text, new_credentials text, new_title text, is_active boolean, sees_all boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_person_put(who text, new_role text, new_credentials text, new_title text, is_active boolean, sees_all boolean) TO tui_coder_member;
REVOKE ALL ON FUNCTION public.tc_person_sees(who integer, client integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_person_sees(who integer, client integer) TO tui_coder_member;
REVOKE ALL ON FUNCTION public.tc_refused(was public.work_item, becomes public.work_item) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_refused(was public.work_item, becomes public.work_item) TO tui_coder_member;
REVOKE ALL ON FUNCTION public.tc_rights_logged() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.tc_role() FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_role() TO tui_coder_member;
GRANT ALL ON FUNCTION public.tc_role() TO tui_coder_people;
REVOKE ALL ON FUNCTION public.tc_routed(client integer, setting text, specialty text, usual text[], also text[], never text[], specialties text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_routed(client integer, setting text, specialty text, usual text[], also text[], never text[], specialties text[]) TO tui_coder_member;
REVOKE ALL ON FUNCTION public.tc_sees_all() FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_sees_all() TO tui_coder_member;
GRANT ALL ON FUNCTION public.tc_sees_all() TO tui_coder_people;
REVOKE ALL ON FUNCTION public.tc_sign_code() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.tc_sign_hand_off() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.tc_sign_item() FROM PUBLIC;
REVOKE ALL ON FUNCTION public.tc_specialise(who text, named text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_specialise(who text, named text) TO tui_coder_member;
REVOKE ALL ON FUNCTION public.tc_tells_codes(after text, item integer) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.tc_texts(wanted integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_texts(wanted integer) TO tui_coder_member;
REVOKE ALL ON FUNCTION public.tc_usual(chart text) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.tc_wanted(client integer, chart text) FROM PUBLIC;
REVOKE ALL ON FUNCTION public.tc_was_changed(since bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION public.tc_was_changed(since bigint) TO tui_coder_member;
REVOKE ALL ON FUNCTION public.tc_written_now(writer xid) FROM PUBLIC;
GRANT SELECT ON TABLE public.alembic_version TO tui_coder_member;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.bookmark TO tui_coder_member;
GRANT USAGE ON SEQUENCE public.bookmark_id_seq TO tui_coder_member;
GRANT SELECT,INSERT ON TABLE public.broken_glass TO tui_coder_member;
GRANT UPDATE(seen_by) ON TABLE public.broken_glass TO tui_coder_lead;
GRANT UPDATE(seen_by) ON TABLE public.broken_glass TO tui_coder_admin;
GRANT USAGE ON SEQUENCE public.broken_glass_id_seq TO tui_coder_member;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.change TO tui_coder_member;
GRANT USAGE ON SEQUENCE public.change_id_seq TO tui_coder_member;
GRANT INSERT,UPDATE ON TABLE public.client TO tui_coder_lead;
GRANT INSERT,UPDATE ON TABLE public.client TO tui_coder_admin;
GRANT SELECT ON TABLE public.client TO tui_coder_member;
GRANT USAGE ON SEQUENCE public.client_id_seq TO tui_coder_member;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.code_assignment TO tui_coder_member;
GRANT USAGE ON SEQUENCE public.code_assignment_id_seq TO tui_coder_member;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.code_set TO tui_coder_member;
GRANT USAGE ON SEQUENCE public.code_set_id_seq TO tui_coder_member;
GRANT SELECT,INSERT,UPDATE ON TABLE public.dispute TO tui_coder_member;
GRANT USAGE ON SEQUENCE public.dispute_id_seq TO tui_coder_member;
GRANT SELECT,INSERT,UPDATE ON TABLE public.dispute_step TO tui_coder_member;
GRANT USAGE ON SEQUENCE public.dispute_step_id_seq TO tui_coder_member;
GRANT INSERT ON TABLE public.document TO tui_coder_lead;
GRANT INSERT ON TABLE public.document TO tui_coder_admin;
GRANT SELECT(id) ON TABLE public.document TO tui_coder_member;
GRANT SELECT(encounter_id) ON TABLE public.document TO tui_coder_member;
GRANT SELECT(name) ON TABLE public.document TO tui_coder_member;
GRANT SELECT(version) ON TABLE public.document TO tui_coder_member;
GRANT SELECT(superseded) ON TABLE public.document TO tui_coder_member;
GRANT UPDATE(superseded) ON TABLE public.document TO tui_coder_lead;
GRANT UPDATE(superseded) ON TABLE public.document TO tui_coder_admin;
GRANT SELECT(title) ON TABLE public.document TO tui_coder_member;
GRANT SELECT(type) ON TABLE public.document TO tui_coder_member;
GRANT SELECT(author) ON TABLE public.document TO tui_coder_member;
GRANT SELECT(authored_at) ON TABLE public.document TO tui_coder_member;
GRANT SELECT(sha256) ON TABLE public.document TO tui_coder_member;
GRANT USAGE ON SEQUENCE public.document_id_seq TO tui_coder_member;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.document_read TO tui_coder_member;
GRANT INSERT,UPDATE ON TABLE public.encounter TO tui_coder_lead;
GRANT INSERT,UPDATE ON TABLE public.encounter TO tui_coder_admin;
GRANT SELECT ON TABLE public.encounter TO tui_coder_member;
GRANT USAGE ON SEQUENCE public.encounter_id_seq TO tui_coder_member;
GRANT SELECT ON TABLE public.event_seen TO tui_coder_member;
GRANT INSERT,UPDATE ON TABLE public.facility TO tui_coder_lead;
GRANT INSERT,UPDATE ON TABLE public.facility TO tui_coder_admin;
GRANT SELECT ON TABLE public.facility TO tui_coder_member;
GRANT USAGE ON SEQUENCE public.facility_id_seq TO tui_coder_member;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.favourite TO tui_coder_member;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.finding_override TO tui_coder_member;
GRANT SELECT,INSERT,UPDATE ON TABLE public.hand_off TO tui_coder_member;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.hand_off_draft TO tui_coder_member;
GRANT USAGE ON SEQUENCE public.hand_off_id_seq TO tui_coder_member;
GRANT SELECT,INSERT,UPDATE ON TABLE public.hand_off_item TO tui_coder_member;
GRANT SELECT,INSERT ON TABLE public.hold TO tui_coder_member;
GRANT UPDATE(ended_at) ON TABLE public.hold TO tui_coder_member;
GRANT USAGE ON SEQUENCE public.hold_id_seq TO tui_coder_member;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.last_search TO tui_coder_member;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.note TO tui_coder_member;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.own_word TO tui_coder_member;
GRANT USAGE ON SEQUENCE public.own_word_id_seq TO tui_coder_member;
GRANT SELECT,INSERT,UPDATE ON TABLE public.person TO tui_coder_people;
GRANT SELECT ON TABLE public.person TO tui_coder_member;
GRANT UPDATE(away_until) ON TABLE public.person TO tui_coder_member;
GRANT INSERT,DELETE,UPDATE ON TABLE public.person_client TO tui_coder_lead;
GRANT INSERT,DELETE,UPDATE ON TABLE public.person_client TO tui_coder_admin;
GRANT SELECT ON TABLE public.person_client TO tui_coder_member;
GRANT USAGE ON SEQUENCE public.person_id_seq TO tui_coder_people;
GRANT USAGE ON SEQUENCE public.person_id_seq TO tui_coder_member;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.reading_place TO tui_coder_member;
GRANT INSERT,DELETE,UPDATE ON TABLE public.routing TO tui_coder_lead;
GRANT INSERT,DELETE,UPDATE ON TABLE public.routing TO tui_coder_admin;
GRANT SELECT ON TABLE public.routing TO tui_coder_member;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.saved_search TO tui_coder_member;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.saved_view TO tui_coder_member;
GRANT SELECT,INSERT ON TABLE public.skip TO tui_coder_member;
GRANT USAGE ON SEQUENCE public.skip_id_seq TO tui_coder_member;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.stopping_point TO tui_coder_member;
GRANT USAGE ON SEQUENCE public.work_item_id_seq TO tui_coder_member;
GRANT SELECT ON TABLE public.work_tally TO tui_coder_member;
