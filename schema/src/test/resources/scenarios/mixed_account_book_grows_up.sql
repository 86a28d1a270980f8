A credit ledger that began as one table gets accounts, a transaction table, a balance view and checks. The old entries get an account by a backfill.
--- old
CREATE SCHEMA app;
CREATE TABLE app.users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL);
CREATE TABLE app.credit_ledger (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id bigint NOT NULL REFERENCES app.users,
  amount int NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE VIEW app.balances AS SELECT user_id, sum(amount) AS balance FROM app.credit_ledger GROUP BY user_id;
GRANT SELECT ON app.balances TO app_reader;
--- rows
INSERT INTO app.users (email) VALUES ('a@example.org'), ('b@example.org');
INSERT INTO app.credit_ledger (user_id, amount, created_at) VALUES (1, 100, '2024-01-01 00:00:00+00'), (1, -30, '2024-01-02 00:00:00+00'), (2, 5, '2024-01-03 00:00:00+00');
--- new
CREATE SCHEMA app;
CREATE TYPE app.entry_kind AS ENUM ('grant', 'spend', 'refund');
CREATE TABLE app.users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL, CONSTRAINT users_email_key UNIQUE (email));
CREATE TABLE app.transactions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  note text NOT NULL
);
CREATE TABLE app.credit_ledger (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id bigint NOT NULL REFERENCES app.users ON DELETE RESTRICT,
  transaction_id uuid REFERENCES app.transactions,
  kind app.entry_kind NOT NULL, -- backfill: CASE WHEN amount < 0 THEN 'spend' ELSE 'grant' END::app.entry_kind
  amount bigint NOT NULL CONSTRAINT amount_not_zero CHECK (amount <> 0),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX credit_ledger_user_idx ON app.credit_ledger (user_id, created_at DESC) INCLUDE (amount);
CREATE VIEW app.balances AS SELECT user_id, sum(amount) AS balance, max(created_at) AS last_at FROM app.credit_ledger GROUP BY user_id;
COMMENT ON VIEW app.balances IS 'credits left';
GRANT SELECT ON app.balances TO app_reader;
--- keeps
SELECT user_id, balance FROM app.balances ORDER BY user_id;
SELECT id, user_id, amount, created_at FROM app.credit_ledger ORDER BY id;
--- after
SELECT array_agg(kind::text ORDER BY id) = ARRAY['grant', 'spend', 'grant'] FROM app.credit_ledger;
SELECT has_table_privilege('app_reader', 'app.balances', 'SELECT');
--- plan
CREATE INDEX CONCURRENTLY
VALIDATE CONSTRAINT
--- never
DROP TABLE
DROP COLUMN
