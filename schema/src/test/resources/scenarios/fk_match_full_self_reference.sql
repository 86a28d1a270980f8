A table gets a two-column reference to itself that must be given whole or not at all.
--- old
CREATE SCHEMA app;
CREATE TABLE app.comments (doc_id int, id int, reply_doc_id int, reply_id int, PRIMARY KEY (doc_id, id));
--- rows
INSERT INTO app.comments VALUES (1, 1, NULL, NULL), (1, 2, 1, 1);
--- new
CREATE SCHEMA app;
CREATE TABLE app.comments (doc_id int, id int, reply_doc_id int, reply_id int, PRIMARY KEY (doc_id, id),
  FOREIGN KEY (reply_doc_id, reply_id) REFERENCES app.comments (doc_id, id) MATCH FULL ON DELETE CASCADE);
--- keeps
SELECT doc_id, id, reply_doc_id, reply_id FROM app.comments ORDER BY id;
--- plan
MATCH FULL
