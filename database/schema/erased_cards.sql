CREATE TABLE tally.erased_cards (
    card_hash bytea PRIMARY KEY CHECK (length(card_hash) = 32)
);
COMMENT ON TABLE tally.erased_cards IS
    'Cards that users paid with who were deleted. No user and no time: a time would lead to the user by the audit log';
COMMENT ON COLUMN tally.erased_cards.card_hash IS
    'SHA-256 of user_cards.card_fingerprint, which is random: says of a card that it was here before';
