CREATE TABLE tally.user_cards (
    user_id uuid NOT NULL REFERENCES tally.users (id),
    card_fingerprint text NOT NULL CHECK (length(card_fingerprint) BETWEEN 1 AND 100),
    first_seen_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, card_fingerprint)
);
COMMENT ON TABLE tally.user_cards IS
    'With which cards users paid: evidence against referrals of oneself';
COMMENT ON COLUMN tally.user_cards.card_fingerprint IS
    'As received from Stripe: the same for one card whoever pays with it, and not its number';
