#!/bin/sh
# Run once by the database's container, after bootstrap.sql: the roles get the passwords of its environment.
set -eu
psql --quiet --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set ON_ERROR_STOP=1 \
    --set owner="$OWNER_PASSWORD" --set app="$APP_PASSWORD" <<'SQL'
ALTER ROLE uhis_owner PASSWORD :'owner';
ALTER ROLE uhis_app PASSWORD :'app';
SQL
