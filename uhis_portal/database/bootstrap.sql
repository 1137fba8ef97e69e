-- What a superuser prepares once in the portal's own database (UTF-8, a locale that knows Arabic letters such as C.UTF-8).
-- Running it again changes nothing. It sets no passwords; afterwards the superuser says:
--     ALTER ROLE uhis_owner PASSWORD '…'; ALTER ROLE uhis_app PASSWORD '…';
-- The embedded server and docker-compose.yml run it by themselves.

CREATE EXTENSION IF NOT EXISTS pg_trgm;     -- names found by their parts, with slips
CREATE EXTENSION IF NOT EXISTS btree_gist;  -- periods that must not overlap, per person or post
CREATE EXTENSION IF NOT EXISTS btree_gin;   -- words and plain columns in one index

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'uhis_owner') THEN
        CREATE ROLE uhis_owner LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'uhis_app') THEN
        CREATE ROLE uhis_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
    END IF;

    -- The owner migrates; the serving role may come in, hold the rows of a file in tables of its session, and gets its
    -- rights table by table.
    EXECUTE format('ALTER DATABASE %I OWNER TO uhis_owner', current_database());
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO uhis_app', current_database());
END
$$;

ALTER SCHEMA public OWNER TO uhis_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO uhis_app;

-- A request that was forgotten half-way must not hold its locks for ever.
ALTER ROLE uhis_app SET idle_in_transaction_session_timeout = '5min';

-- The server's log names errors, never the statement or the row that they came from: both hold what people entered.
ALTER ROLE uhis_app SET log_min_error_statement = 'panic';
ALTER ROLE uhis_app SET log_error_verbosity = 'terse';
ALTER ROLE uhis_app SET log_min_duration_statement = -1;
ALTER ROLE uhis_owner SET log_min_error_statement = 'panic';
ALTER ROLE uhis_owner SET log_error_verbosity = 'terse';
ALTER ROLE uhis_owner SET log_min_duration_statement = -1;
