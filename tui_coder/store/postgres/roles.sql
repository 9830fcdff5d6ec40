-- The roles of a team's store. Nobody signs in as the first two: one owns everything, one may make sign-in names.
-- Roles belong to the whole server, so several stores on it share these; what a person may do is in each store's
-- own table of people.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['tui_coder_owner', 'tui_coder_member', 'tui_coder_coder', 'tui_coder_lead',
                                'tui_coder_auditor', 'tui_coder_admin'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', name);
        END IF;
    END LOOP;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tui_coder_people') THEN
        CREATE ROLE tui_coder_people NOLOGIN CREATEROLE;
    END IF;
END $$;
GRANT tui_coder_member TO tui_coder_coder, tui_coder_lead, tui_coder_auditor, tui_coder_admin;
GRANT tui_coder_coder, tui_coder_lead, tui_coder_auditor, tui_coder_admin TO tui_coder_people WITH ADMIN OPTION;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO tui_coder_owner;
GRANT USAGE ON SCHEMA public TO tui_coder_member, tui_coder_people;
DO $$
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO tui_coder_member', current_database());
    -- What the program asks of each line to the server; a pooler in between may not hand it on.
    EXECUTE format('ALTER DATABASE %I SET lock_timeout = ''15s''', current_database());
    EXECUTE format('ALTER DATABASE %I SET idle_in_transaction_session_timeout = ''60s''', current_database());
    EXECUTE format('ALTER DATABASE %I SET timezone = ''UTC''', current_database());
    EXECUTE format('ALTER DATABASE %I SET search_path = public', current_database());
END $$;
-- Made anew by the owner below, then given back to who may make sign-in names.
DO $$
BEGIN
    IF to_regproc('tc_person_put') IS NOT NULL THEN
        ALTER FUNCTION tc_person_put(text, text, text, text, boolean, boolean) OWNER TO tui_coder_owner;
    END IF;
END $$;
