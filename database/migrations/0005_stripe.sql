-- stripe
-- Planned by tally schema generate; each step was run on a copy, on PostgreSQL 18.

CREATE TABLE tally.alerts (
    user_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    details jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    seen_at timestamp with time zone,
    is_to_mail boolean DEFAULT true NOT NULL,
    mailed_at timestamp with time zone,
    CONSTRAINT alerts_check CHECK (((NOT is_to_mail) OR (mailed_at IS NULL))),
    CONSTRAINT alerts_details_check CHECK ((jsonb_typeof(details) = 'object'::text)),
    CONSTRAINT alerts_kind_check CHECK ((kind ~ '^[a-z_]{1,60}$'::text)),
    CONSTRAINT alerts_pkey PRIMARY KEY (user_id, id)
);

CREATE TABLE tally.auto_top_ups (
    user_id uuid NOT NULL,
    is_enabled boolean NOT NULL,
    below numeric(20,6) NOT NULL,
    pack text NOT NULL,
    monthly_amount_max bigint NOT NULL,
    disabled_reason text,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT auto_top_ups_below_check CHECK ((below >= (0)::numeric)),
    CONSTRAINT auto_top_ups_check CHECK (((NOT is_enabled) OR (disabled_reason IS NULL))),
    CONSTRAINT auto_top_ups_disabled_reason_check CHECK (((length(disabled_reason) >= 1) AND (length(disabled_reason) <= 200))),
    CONSTRAINT auto_top_ups_monthly_amount_max_check CHECK ((monthly_amount_max > 0)),
    CONSTRAINT auto_top_ups_pack_check CHECK (((length(pack) >= 1) AND (length(pack) <= 60))),
    CONSTRAINT auto_top_ups_pkey PRIMARY KEY (user_id)
);

CREATE TABLE tally.checkouts (
    user_id uuid NOT NULL,
    id uuid NOT NULL,
    operation_id text NOT NULL,
    pack text,
    credits numeric(20,6),
    amount bigint,
    currency text,
    price_id text,
    success_url text,
    cancel_url text,
    session_id text,
    url text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone,
    CONSTRAINT checkouts_amount_check CHECK ((amount > 0)),
    CONSTRAINT checkouts_cancel_url_check CHECK ((length(cancel_url) <= 2000)),
    CONSTRAINT checkouts_check CHECK ((num_nonnulls(pack, credits, amount, currency) = ANY (ARRAY[0, 4]))),
    CONSTRAINT checkouts_check1 CHECK (((pack IS NULL) <> (price_id IS NULL))),
    CONSTRAINT checkouts_check2 CHECK (((session_id IS NULL) = (expires_at IS NULL))),
    CONSTRAINT checkouts_check3 CHECK (((url IS NULL) OR (session_id IS NOT NULL))),
    CONSTRAINT checkouts_credits_check CHECK ((credits > (0)::numeric)),
    CONSTRAINT checkouts_currency_check CHECK ((currency ~ '^[a-z]{3}$'::text)),
    CONSTRAINT checkouts_operation_id_check CHECK (((length(operation_id) >= 1) AND (length(operation_id) <= 200))),
    CONSTRAINT checkouts_pack_check CHECK (((length(pack) >= 1) AND (length(pack) <= 60))),
    CONSTRAINT checkouts_pkey PRIMARY KEY (user_id, id),
    CONSTRAINT checkouts_price_id_check CHECK (((length(price_id) >= 1) AND (length(price_id) <= 255))),
    CONSTRAINT checkouts_session_id_key UNIQUE (session_id),
    CONSTRAINT checkouts_success_url_check CHECK ((length(success_url) <= 2000)),
    CONSTRAINT checkouts_user_id_operation_id_key UNIQUE (user_id, operation_id)
);

CREATE TABLE tally.reconciliation_differences (
    reconciliation_id uuid NOT NULL,
    list text NOT NULL,
    subject text NOT NULL,
    field text NOT NULL,
    status text NOT NULL,
    user_id uuid,
    stripe text,
    ours text,
    amount bigint,
    currency text,
    credits numeric(20,6),
    found_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT reconciliation_differences_field_check CHECK (((length(field) >= 1) AND (length(field) <= 60))),
    CONSTRAINT reconciliation_differences_ours_check CHECK ((length(ours) <= 1000)),
    CONSTRAINT reconciliation_differences_pkey PRIMARY KEY (reconciliation_id, subject, field),
    CONSTRAINT reconciliation_differences_status_check CHECK ((status = ANY (ARRAY['suspected'::text, 'found'::text, 'repaired'::text, 'note'::text]))),
    CONSTRAINT reconciliation_differences_stripe_check CHECK ((length(stripe) <= 1000)),
    CONSTRAINT reconciliation_differences_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 300)))
);

CREATE TABLE tally.reconciliation_lists (
    reconciliation_id uuid NOT NULL,
    list text NOT NULL,
    after text,
    checked bigint DEFAULT 0 NOT NULL,
    is_walked boolean DEFAULT false NOT NULL,
    is_done boolean DEFAULT false NOT NULL,
    CONSTRAINT reconciliation_lists_after_check CHECK (((length(after) >= 1) AND (length(after) <= 300))),
    CONSTRAINT reconciliation_lists_check CHECK ((is_walked OR (NOT is_done))),
    CONSTRAINT reconciliation_lists_checked_check CHECK ((checked >= 0)),
    CONSTRAINT reconciliation_lists_list_check CHECK ((list ~ '^[a-z_]{1,60}$'::text)),
    CONSTRAINT reconciliation_lists_pkey PRIMARY KEY (reconciliation_id, list)
);

CREATE TABLE tally.reconciliation_seen (
    reconciliation_id uuid NOT NULL,
    subject text NOT NULL,
    CONSTRAINT reconciliation_seen_pkey PRIMARY KEY (reconciliation_id, subject),
    CONSTRAINT reconciliation_seen_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 300)))
);

CREATE TABLE tally.reconciliations (
    id uuid NOT NULL,
    is_repair boolean NOT NULL,
    since timestamp with time zone,
    status text NOT NULL,
    missed_events bigint DEFAULT 0 NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT reconciliations_check CHECK (((status = 'running'::text) = (finished_at IS NULL))),
    CONSTRAINT reconciliations_missed_events_check CHECK ((missed_events >= 0)),
    CONSTRAINT reconciliations_pkey PRIMARY KEY (id),
    CONSTRAINT reconciliations_status_check CHECK ((status = ANY (ARRAY['running'::text, 'done'::text, 'abandoned'::text])))
);

CREATE TABLE tally.scheduled_tasks (
    task_name text NOT NULL,
    task_instance text NOT NULL,
    task_data bytea,
    execution_time timestamp with time zone NOT NULL,
    picked boolean NOT NULL,
    picked_by text,
    last_success timestamp with time zone,
    last_failure timestamp with time zone,
    consecutive_failures integer,
    last_heartbeat timestamp with time zone,
    version bigint NOT NULL,
    priority smallint,
    CONSTRAINT scheduled_tasks_pkey PRIMARY KEY (task_name, task_instance)
) WITH (fillfactor=70);

CREATE TABLE tally.stripe_customers (
    id text NOT NULL,
    user_id uuid,
    email text,
    currency text,
    balance bigint NOT NULL,
    is_delinquent boolean NOT NULL,
    is_deleted boolean NOT NULL,
    is_orphaned boolean DEFAULT false NOT NULL,
    default_payment_method text,
    card_fingerprint text,
    made_at timestamp with time zone,
    fetch_no bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    raw jsonb NOT NULL,
    CONSTRAINT stripe_customers_id_check CHECK (((length(id) >= 1) AND (length(id) <= 255))),
    CONSTRAINT stripe_customers_pkey PRIMARY KEY (id)
);

CREATE TABLE tally.stripe_events (
    id text NOT NULL,
    seq bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    type text NOT NULL,
    subject text,
    customer_id text,
    api_version text,
    payload jsonb,
    status text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    last_error text,
    retry_at timestamp with time zone,
    occurred_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone DEFAULT now() NOT NULL,
    settled_at timestamp with time zone,
    CONSTRAINT stripe_events_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT stripe_events_check CHECK (((status = ANY (ARRAY['applied'::text, 'ignored'::text, 'skipped'::text])) = (settled_at IS NOT NULL))),
    CONSTRAINT stripe_events_check1 CHECK (((status = 'waiting'::text) OR (retry_at IS NULL))),
    CONSTRAINT stripe_events_check2 CHECK (((subject IS NOT NULL) OR (status = 'ignored'::text))),
    CONSTRAINT stripe_events_id_check CHECK (((length(id) >= 1) AND (length(id) <= 255))),
    CONSTRAINT stripe_events_last_error_check CHECK (((length(last_error) >= 1) AND (length(last_error) <= 2000))),
    CONSTRAINT stripe_events_pkey PRIMARY KEY (id),
    CONSTRAINT stripe_events_seq_key UNIQUE (seq),
    CONSTRAINT stripe_events_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'applied'::text, 'failed'::text, 'ignored'::text, 'skipped'::text]))),
    CONSTRAINT stripe_events_subject_check CHECK ((subject ~ '^(customer|subscription|payment|invoice):.'::text)),
    CONSTRAINT stripe_events_type_check CHECK (((length(type) >= 1) AND (length(type) <= 255)))
);

CREATE TABLE tally.stripe_invoices (
    id text NOT NULL,
    customer_id text,
    user_id uuid,
    subscription_id text,
    status text NOT NULL,
    billing_reason text,
    currency text NOT NULL,
    total bigint NOT NULL,
    amount_paid bigint NOT NULL,
    paid_at timestamp with time zone,
    refused text,
    next_grant_at timestamp with time zone,
    made_at timestamp with time zone NOT NULL,
    fetch_no bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    raw jsonb NOT NULL,
    CONSTRAINT stripe_invoices_check CHECK (((next_grant_at IS NULL) OR (user_id IS NOT NULL))),
    CONSTRAINT stripe_invoices_id_check CHECK (((length(id) >= 1) AND (length(id) <= 255))),
    CONSTRAINT stripe_invoices_pkey PRIMARY KEY (id),
    CONSTRAINT stripe_invoices_refused_check CHECK ((refused = ANY (ARRAY['user_deleted'::text, 'account_full'::text])))
);

CREATE TABLE tally.stripe_payments (
    id text NOT NULL,
    customer_id text,
    user_id uuid,
    invoice_id text,
    checkout_id uuid,
    top_up_id uuid,
    status text NOT NULL,
    currency text NOT NULL,
    amount bigint NOT NULL,
    amount_received bigint NOT NULL,
    amount_refunded bigint NOT NULL,
    amount_disputed bigint NOT NULL,
    amount_lost bigint NOT NULL,
    credits numeric(20,6),
    charge_id text,
    payment_method text,
    card_fingerprint text,
    failure_code text,
    refused text,
    made_at timestamp with time zone NOT NULL,
    fetch_no bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    raw jsonb NOT NULL,
    CONSTRAINT stripe_payments_check CHECK ((num_nonnulls(invoice_id, checkout_id, top_up_id) <= 1)),
    CONSTRAINT stripe_payments_credits_check CHECK ((credits > (0)::numeric)),
    CONSTRAINT stripe_payments_id_check CHECK (((length(id) >= 1) AND (length(id) <= 255))),
    CONSTRAINT stripe_payments_pkey PRIMARY KEY (id),
    CONSTRAINT stripe_payments_refused_check CHECK ((refused = ANY (ARRAY['user_deleted'::text, 'account_full'::text])))
);

CREATE TABLE tally.stripe_subscriptions (
    id text NOT NULL,
    customer_id text NOT NULL,
    user_id uuid,
    status text NOT NULL,
    price_id text,
    quantity bigint,
    unit_amount bigint,
    currency text,
    period_start timestamp with time zone,
    period_end timestamp with time zone,
    cancel_at timestamp with time zone,
    canceled_at timestamp with time zone,
    ended_at timestamp with time zone,
    default_payment_method text,
    made_at timestamp with time zone NOT NULL,
    fetch_no bigint NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    raw jsonb NOT NULL,
    CONSTRAINT stripe_subscriptions_id_check CHECK (((length(id) >= 1) AND (length(id) <= 255))),
    CONSTRAINT stripe_subscriptions_pkey PRIMARY KEY (id)
);

CREATE TABLE tally.top_ups (
    user_id uuid NOT NULL,
    id uuid NOT NULL,
    status text NOT NULL,
    available numeric(20,6) NOT NULL,
    pack text,
    packs integer,
    credits numeric(20,6),
    amount bigint,
    currency text,
    payment_id text,
    attempts integer DEFAULT 0 NOT NULL,
    declines integer DEFAULT 0 NOT NULL,
    decline_code text,
    last_error text,
    retry_at timestamp with time zone NOT NULL,
    noticed_at timestamp with time zone DEFAULT now() NOT NULL,
    decided_at timestamp with time zone,
    settled_at timestamp with time zone,
    CONSTRAINT top_ups_amount_check CHECK ((amount > 0)),
    CONSTRAINT top_ups_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT top_ups_check CHECK ((num_nonnulls(pack, packs, credits, amount, currency, decided_at) = ANY (ARRAY[0, 6]))),
    CONSTRAINT top_ups_check1 CHECK (((status <> ALL (ARRAY['paying'::text, 'paid'::text, 'declined'::text])) OR (pack IS NOT NULL))),
    CONSTRAINT top_ups_check2 CHECK (((payment_id IS NULL) OR (pack IS NOT NULL))),
    CONSTRAINT top_ups_check3 CHECK (((status = ANY (ARRAY['noticed'::text, 'paying'::text])) = (settled_at IS NULL))),
    CONSTRAINT top_ups_credits_check CHECK ((credits > (0)::numeric)),
    CONSTRAINT top_ups_currency_check CHECK ((currency ~ '^[a-z]{3}$'::text)),
    CONSTRAINT top_ups_decline_code_check CHECK (((length(decline_code) >= 1) AND (length(decline_code) <= 200))),
    CONSTRAINT top_ups_declines_check CHECK ((declines >= 0)),
    CONSTRAINT top_ups_last_error_check CHECK (((length(last_error) >= 1) AND (length(last_error) <= 2000))),
    CONSTRAINT top_ups_pack_check CHECK (((length(pack) >= 1) AND (length(pack) <= 60))),
    CONSTRAINT top_ups_packs_check CHECK ((packs > 0)),
    CONSTRAINT top_ups_payment_id_key UNIQUE (payment_id),
    CONSTRAINT top_ups_pkey PRIMARY KEY (user_id, id),
    CONSTRAINT top_ups_status_check CHECK ((status = ANY (ARRAY['noticed'::text, 'paying'::text, 'paid'::text, 'declined'::text, 'capped'::text, 'recovered'::text, 'canceled'::text])))
);

-- locks tally.credit_accounts (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.credit_accounts ADD COLUMN short_below numeric(20,6);

-- locks tally.users (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.alerts ADD CONSTRAINT alerts_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.users(id);

-- locks tally.credit_accounts (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.auto_top_ups ADD CONSTRAINT auto_top_ups_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.credit_accounts(user_id);

-- locks tally.users (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.checkouts ADD CONSTRAINT checkouts_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.users(id);

-- locks tally.credit_accounts (ACCESS EXCLUSIVE): stops reads and writes, for a moment
ALTER TABLE tally.credit_accounts ADD CONSTRAINT credit_accounts_short_below_check CHECK ((short_below >= (0)::numeric)) NOT VALID;

ALTER TABLE tally.reconciliation_differences ADD CONSTRAINT reconciliation_differences_reconciliation_id_list_fkey FOREIGN KEY (reconciliation_id, list) REFERENCES tally.reconciliation_lists(reconciliation_id, list);

-- locks tally.users (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.reconciliation_differences ADD CONSTRAINT reconciliation_differences_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.users(id);

ALTER TABLE tally.reconciliation_lists ADD CONSTRAINT reconciliation_lists_reconciliation_id_fkey FOREIGN KEY (reconciliation_id) REFERENCES tally.reconciliations(id);

ALTER TABLE tally.reconciliation_seen ADD CONSTRAINT reconciliation_seen_reconciliation_id_fkey FOREIGN KEY (reconciliation_id) REFERENCES tally.reconciliations(id);

-- locks tally.users (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.stripe_customers ADD CONSTRAINT stripe_customers_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.users(id);

-- locks tally.users (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.stripe_invoices ADD CONSTRAINT stripe_invoices_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.users(id);

-- locks tally.users (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.stripe_payments ADD CONSTRAINT stripe_payments_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.users(id);

-- locks tally.users (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.stripe_subscriptions ADD CONSTRAINT stripe_subscriptions_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.users(id);

-- locks tally.credit_accounts (SHARE ROW EXCLUSIVE): stops writes, for a moment
ALTER TABLE tally.top_ups ADD CONSTRAINT top_ups_user_id_fkey FOREIGN KEY (user_id) REFERENCES tally.credit_accounts(user_id);

CREATE INDEX alerts_to_mail_idx ON tally.alerts USING btree (user_id, id) WHERE is_to_mail;

CREATE INDEX reconciliation_differences_list_idx ON tally.reconciliation_differences USING btree (reconciliation_id, list);

CREATE INDEX reconciliation_differences_status_idx ON tally.reconciliation_differences USING btree (status, reconciliation_id) WHERE (status = ANY (ARRAY['found'::text, 'repaired'::text]));

CREATE INDEX reconciliation_differences_user_id_idx ON tally.reconciliation_differences USING btree (user_id) WHERE (user_id IS NOT NULL);

CREATE UNIQUE INDEX reconciliations_running_key ON tally.reconciliations USING btree (status) WHERE (status = 'running'::text);

CREATE INDEX scheduled_tasks_due_idx ON tally.scheduled_tasks USING btree (picked, execution_time);

CREATE INDEX stripe_customers_orphaned_idx ON tally.stripe_customers USING btree (id) WHERE (is_orphaned AND (NOT is_deleted));

CREATE INDEX stripe_customers_user_id_idx ON tally.stripe_customers USING btree (user_id) WHERE (user_id IS NOT NULL);

CREATE INDEX stripe_events_customer_id_idx ON tally.stripe_events USING btree (customer_id) WHERE ((customer_id IS NOT NULL) AND (payload IS NOT NULL));

CREATE INDEX stripe_events_open_idx ON tally.stripe_events USING btree (subject, seq) WHERE (status = ANY (ARRAY['waiting'::text, 'failed'::text]));

CREATE INDEX stripe_events_subject_idx ON tally.stripe_events USING btree (subject, seq) WHERE (subject IS NOT NULL);

CREATE INDEX stripe_invoices_customer_id_idx ON tally.stripe_invoices USING btree (customer_id);

CREATE INDEX stripe_invoices_next_grant_idx ON tally.stripe_invoices USING btree (id, next_grant_at) WHERE (next_grant_at IS NOT NULL);

CREATE INDEX stripe_invoices_user_id_idx ON tally.stripe_invoices USING btree (user_id) WHERE (user_id IS NOT NULL);

CREATE INDEX stripe_payments_customer_id_idx ON tally.stripe_payments USING btree (customer_id);

CREATE INDEX stripe_payments_invoice_id_idx ON tally.stripe_payments USING btree (invoice_id) WHERE (invoice_id IS NOT NULL);

CREATE INDEX stripe_payments_user_id_idx ON tally.stripe_payments USING btree (user_id, made_at) WHERE (user_id IS NOT NULL);

CREATE INDEX stripe_subscriptions_customer_id_idx ON tally.stripe_subscriptions USING btree (customer_id);

CREATE INDEX stripe_subscriptions_user_id_idx ON tally.stripe_subscriptions USING btree (user_id) WHERE (user_id IS NOT NULL);

CREATE INDEX top_ups_decided_idx ON tally.top_ups USING btree (user_id, decided_at) WHERE (decided_at IS NOT NULL);

CREATE UNIQUE INDEX top_ups_open_key ON tally.top_ups USING btree (user_id) WHERE (status = ANY (ARRAY['noticed'::text, 'paying'::text]));
-- tally: commit

-- reads all of tally.credit_accounts
-- locks tally.credit_accounts (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
ALTER TABLE tally.credit_accounts VALIDATE CONSTRAINT credit_accounts_short_below_check;
-- tally: commit

COMMENT ON TABLE tally.alerts IS 'What users have to be told: written in the transaction of what happened, shown and mailed after it';

COMMENT ON TABLE tally.auto_top_ups IS 'Who wants credits bought when they run short';

COMMENT ON TABLE tally.checkouts IS 'What users were offered to buy: a row of ours before Stripe is asked, whose id is Stripe''s idempotency key';

COMMENT ON TABLE tally.reconciliation_differences IS 'What a comparison found: one field of one object that is not as Stripe has it';

COMMENT ON TABLE tally.reconciliation_lists IS 'How far a comparison has come: each of Stripe''s lists, and what of ours was not in them';

COMMENT ON TABLE tally.reconciliation_seen IS 'What a comparison that runs has seen at Stripe: what of ours is not among it is asked for one by one. Empty between comparisons';

COMMENT ON TABLE tally.reconciliations IS 'Comparisons of Stripe with the database, each resumable';

COMMENT ON TABLE tally.scheduled_tasks IS 'Work that is to be done once, or at set times by one of several servers; as db-scheduler wants it';

COMMENT ON TABLE tally.stripe_customers IS 'Stripe''s customers, with Stripe''s own values';

COMMENT ON TABLE tally.stripe_events IS 'The inbox: what Stripe said has happened, stored before it is answered. What an event says is not believed, only what it is about';

COMMENT ON TABLE tally.stripe_invoices IS 'Stripe''s invoices of subscriptions, with Stripe''s own values; paid ones give the credits of their plans';

COMMENT ON TABLE tally.stripe_payments IS 'Stripe''s payment intents, with Stripe''s own values. Amounts are in the smallest unit of the currency';

COMMENT ON TABLE tally.stripe_subscriptions IS 'Stripe''s subscriptions, with Stripe''s own values';

COMMENT ON TABLE tally.top_ups IS 'Shortfalls of credits, and what was bought for each: one payment a row, whose id is Stripe''s idempotency key';

COMMENT ON COLUMN tally.alerts.details IS 'Texts by name, for the sentence that is shown';

COMMENT ON COLUMN tally.alerts.is_to_mail IS 'It was neither mailed yet, nor found that there is no address to mail it to';

COMMENT ON COLUMN tally.auto_top_ups.below IS 'Credits are bought when fewer than this are available; while enabled also in credit_accounts.short_below';

COMMENT ON COLUMN tally.auto_top_ups.disabled_reason IS 'Why it was switched off, if the user did not';

COMMENT ON COLUMN tally.auto_top_ups.monthly_amount_max IS 'No more than this in a calendar month (UTC), in the smallest unit of the pack''s currency';

COMMENT ON COLUMN tally.auto_top_ups.pack IS 'Which pack is bought, as often as it takes';

COMMENT ON COLUMN tally.checkouts.amount IS 'What it cost then, in the smallest unit of the currency';

COMMENT ON COLUMN tally.checkouts.credits IS 'What the pack held when it was offered';

COMMENT ON COLUMN tally.checkouts.expires_at IS 'Until when the user can pay, as Stripe says';

COMMENT ON COLUMN tally.checkouts.operation_id IS 'Idempotency key of the request, chosen by the caller; never expires';

COMMENT ON COLUMN tally.checkouts.pack IS 'The pack of credits; null: a subscription';

COMMENT ON COLUMN tally.checkouts.price_id IS 'Stripe''s price of the subscription; null: a pack';

COMMENT ON COLUMN tally.checkouts.session_id IS 'Stripe''s checkout session; null: not known to have been made';

COMMENT ON COLUMN tally.checkouts.success_url IS 'Where Stripe sends who paid; null once it was erased with the user, as cancel_url and url';

COMMENT ON COLUMN tally.checkouts.url IS 'Where the user pays; null too where the session was over when it was found';

-- locks tally.credit_accounts (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
COMMENT ON COLUMN tally.credit_accounts.short_below IS 'A charge after which fewer credits than this are available is noted as a shortfall; null: nobody buys any then';

-- locks tally.credit_reversals (SHARE UPDATE EXCLUSIVE): holds off other schema changes and vacuum
COMMENT ON COLUMN tally.credit_reversals.kind IS 'revocation: a decision; refund: the payment went back; clawback: a dispute took it, or holds it';

COMMENT ON COLUMN tally.reconciliation_differences.amount IS 'Money that Stripe holds beyond what the database says, in the smallest unit of the currency';

COMMENT ON COLUMN tally.reconciliation_differences.credits IS 'Credits: what Stripe''s state gives minus what was given';

COMMENT ON COLUMN tally.reconciliation_differences.list IS 'Where it was found first';

COMMENT ON COLUMN tally.reconciliation_differences.ours IS 'As the database had it; null: not there';

COMMENT ON COLUMN tally.reconciliation_differences.status IS 'suspected: seen once, and perhaps only a webhook on its way; note: no difference, but worth a look by a person';

COMMENT ON COLUMN tally.reconciliation_differences.stripe IS 'As Stripe has it; null: not there';

COMMENT ON COLUMN tally.reconciliation_differences.subject IS 'The object, as kind:id';

COMMENT ON COLUMN tally.reconciliation_lists.after IS 'The last object of it that was compared; null: none yet';

COMMENT ON COLUMN tally.reconciliation_lists.is_done IS 'Whether all that seemed to differ was looked at again, and repaired if that was asked for';

COMMENT ON COLUMN tally.reconciliation_lists.is_walked IS 'Whether its end was reached';

COMMENT ON COLUMN tally.reconciliations.missed_events IS 'Events that Stripe lists and that never arrived';

COMMENT ON COLUMN tally.reconciliations.since IS 'Only what Stripe made from then on was compared; null: everything';

COMMENT ON COLUMN tally.scheduled_tasks.picked_by IS 'The server that does it now';

COMMENT ON COLUMN tally.scheduled_tasks.task_data IS 'Not used: what is needed stands in tables of its own';

COMMENT ON COLUMN tally.scheduled_tasks.task_instance IS 'What it is to be done with: the id of an event';

COMMENT ON COLUMN tally.stripe_customers.balance IS 'In the smallest unit of the currency; negative: Stripe owes the customer';

COMMENT ON COLUMN tally.stripe_customers.card_fingerprint IS 'Of the default payment method, if that is a card';

COMMENT ON COLUMN tally.stripe_customers.fetch_no IS 'Number of the fetch that the row shows; only a higher one overwrites it';

COMMENT ON COLUMN tally.stripe_customers.is_orphaned IS 'The user is deleted, so the customer is to be deleted at Stripe; nothing personal is kept';

COMMENT ON COLUMN tally.stripe_customers.made_at IS 'Stripe''s time; null once deleted unseen';

COMMENT ON COLUMN tally.stripe_customers.raw IS 'The object as received';

COMMENT ON COLUMN tally.stripe_customers.user_id IS 'Whom the metadata tally_user names; null: nobody of ours';

COMMENT ON COLUMN tally.stripe_events.customer_id IS 'Whom of Stripe''s customers it is about';

COMMENT ON COLUMN tally.stripe_events.occurred_at IS 'Stripe''s time';

COMMENT ON COLUMN tally.stripe_events.payload IS 'As received; null once it was erased with the user whom it was about';

COMMENT ON COLUMN tally.stripe_events.retry_at IS 'When it is tried again after it failed';

COMMENT ON COLUMN tally.stripe_events.seq IS 'From the same sequence as the numbers of fetches: a fetch of a higher number saw what the event is about';

COMMENT ON COLUMN tally.stripe_events.status IS 'failed: tried so often that nobody tries again until it is replayed; skipped: by a person''s decision';

COMMENT ON COLUMN tally.stripe_events.subject IS 'The object that is fetched to apply it, as kind:id; null: none that is mirrored';

COMMENT ON COLUMN tally.stripe_invoices.fetch_no IS 'Number of the fetch that the row shows; only a higher one overwrites it';

COMMENT ON COLUMN tally.stripe_invoices.made_at IS 'Stripe''s time';

COMMENT ON COLUMN tally.stripe_invoices.next_grant_at IS 'When the next month''s credits of what it paid are due; null: none are left';

COMMENT ON COLUMN tally.stripe_invoices.raw IS 'The object as received, with its lines and payments';

COMMENT ON COLUMN tally.stripe_invoices.refused IS 'Why the credits that it paid for were not given';

COMMENT ON COLUMN tally.stripe_invoices.total IS 'In the smallest unit of the currency, as amount_paid';

COMMENT ON COLUMN tally.stripe_invoices.user_id IS 'Whose customer paid it; null: nobody of ours';

COMMENT ON COLUMN tally.stripe_payments.amount_disputed IS 'Of disputes that are open';

COMMENT ON COLUMN tally.stripe_payments.amount_lost IS 'Of disputes that were lost';

COMMENT ON COLUMN tally.stripe_payments.amount_refunded IS 'Of its charge, as Stripe adds it up';

COMMENT ON COLUMN tally.stripe_payments.checkout_id IS 'The checkout of ours that it pays, by its metadata';

COMMENT ON COLUMN tally.stripe_payments.credits IS 'What it buys, by its metadata: what was promised when it began; null: nothing, or what its invoice says';

COMMENT ON COLUMN tally.stripe_payments.failure_code IS 'Why the last attempt to pay failed';

COMMENT ON COLUMN tally.stripe_payments.fetch_no IS 'Number of the fetch that the row shows; only a higher one overwrites it';

COMMENT ON COLUMN tally.stripe_payments.invoice_id IS 'The invoice that it pays';

COMMENT ON COLUMN tally.stripe_payments.made_at IS 'Stripe''s time';

COMMENT ON COLUMN tally.stripe_payments.raw IS 'The object as received, with its latest charge and its disputes';

COMMENT ON COLUMN tally.stripe_payments.refused IS 'Why the credits that it paid for were not given';

COMMENT ON COLUMN tally.stripe_payments.top_up_id IS 'The top-up of ours that it pays, by its metadata';

COMMENT ON COLUMN tally.stripe_payments.user_id IS 'Whose customer paid; null: nobody of ours';

COMMENT ON COLUMN tally.stripe_subscriptions.cancel_at IS 'When it will end, if that was said';

COMMENT ON COLUMN tally.stripe_subscriptions.fetch_no IS 'Number of the fetch that the row shows; only a higher one overwrites it';

COMMENT ON COLUMN tally.stripe_subscriptions.made_at IS 'Stripe''s time';

COMMENT ON COLUMN tally.stripe_subscriptions.price_id IS 'Of the first item, as are quantity and period';

COMMENT ON COLUMN tally.stripe_subscriptions.raw IS 'The object as received';

COMMENT ON COLUMN tally.stripe_subscriptions.unit_amount IS 'What one costs a period, in the smallest unit of the currency';

COMMENT ON COLUMN tally.stripe_subscriptions.user_id IS 'Whose customer it is; null: nobody of ours';

COMMENT ON COLUMN tally.top_ups.amount IS 'What they cost, in the smallest unit of the currency';

COMMENT ON COLUMN tally.top_ups.attempts IS 'How often it was worked on';

COMMENT ON COLUMN tally.top_ups.available IS 'What was available when the shortfall was noticed; negative in debt';

COMMENT ON COLUMN tally.top_ups.decided_at IS 'When it was decided how much is bought; it counts to that month';

COMMENT ON COLUMN tally.top_ups.decline_code IS 'Why it was declined last, in Stripe''s word';

COMMENT ON COLUMN tally.top_ups.declines IS 'How often the card was declined';

COMMENT ON COLUMN tally.top_ups.last_error IS 'What else was in the way last';

COMMENT ON COLUMN tally.top_ups.packs IS 'How many are bought at once, so that debt is covered too';

COMMENT ON COLUMN tally.top_ups.payment_id IS 'Stripe''s payment intent; noted before it is confirmed, so that nothing is paid twice';

COMMENT ON COLUMN tally.top_ups.retry_at IS 'Not worked on before';

COMMENT ON COLUMN tally.top_ups.status IS 'noticed: nothing was asked of Stripe yet; capped: the month''s amount is used up; recovered: credits came from elsewhere; canceled: switched off before it was paid';

COMMENT ON INDEX tally.alerts_to_mail_idx IS 'Serves the job that mails alerts';

COMMENT ON INDEX tally.reconciliation_differences_list_idx IS 'Serves what a list still has to be looked at for, and its counts';

COMMENT ON INDEX tally.reconciliation_differences_status_idx IS 'Serves metrics, which do not ask for notes';

COMMENT ON INDEX tally.reconciliation_differences_user_id_idx IS 'Serves the foreign key, and the export of a user';

COMMENT ON INDEX tally.reconciliations_running_key IS 'One at a time; serves going on with one that was stopped';

COMMENT ON INDEX tally.scheduled_tasks_due_idx IS 'Serves each look for work that is due, and for servers that died over theirs';

COMMENT ON INDEX tally.stripe_customers_orphaned_idx IS 'Serves the job that deletes customers at Stripe; empty as a rule';

COMMENT ON INDEX tally.stripe_customers_user_id_idx IS 'Serves a user''s customers: those that Stripe deleted, and those that are erased with the user';

COMMENT ON INDEX tally.stripe_events_customer_id_idx IS 'Serves the job that erases what is said of deleted users';

COMMENT ON INDEX tally.stripe_events_open_idx IS 'Serves settling: the events of one subject that a fetch has covered; and what is open, for metrics and tally stripe events';

COMMENT ON INDEX tally.stripe_events_subject_idx IS 'Serves tally stripe events --subject';

COMMENT ON INDEX tally.stripe_invoices_customer_id_idx IS 'Serves a customer who turns out to be a user''s: what they paid is applied again';

COMMENT ON INDEX tally.stripe_invoices_next_grant_idx IS 'Serves the job that gives each month''s credits: those with months left, and of them, without a look at the table, those that are due';

COMMENT ON INDEX tally.stripe_invoices_user_id_idx IS 'Serves the export of a user';

COMMENT ON INDEX tally.stripe_payments_customer_id_idx IS 'Serves a customer who turns out to be a user''s: what they paid is applied again';

COMMENT ON INDEX tally.stripe_payments_invoice_id_idx IS 'Serves an invoice''s payments';

COMMENT ON INDEX tally.stripe_payments_user_id_idx IS 'Serves GET /v1/users/{id}/payments, newest first, and the export of a user';

COMMENT ON INDEX tally.stripe_subscriptions_customer_id_idx IS 'Serves a customer who turns out to be a user''s: what is theirs is applied again';

COMMENT ON INDEX tally.stripe_subscriptions_user_id_idx IS 'Serves GET /v1/users/{id}/subscriptions, and a user''s next quota reset';

COMMENT ON INDEX tally.top_ups_decided_idx IS 'Serves the sum of what was bought within a month';

COMMENT ON INDEX tally.top_ups_open_key IS 'One shortfall of a user at a time, however many calls notice it; serves the job that works on them';
