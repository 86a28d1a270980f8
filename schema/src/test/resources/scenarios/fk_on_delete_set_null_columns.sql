On delete only one column of a two-column key is set to null from now on.
--- old
CREATE SCHEMA app;
CREATE TABLE app.projects (org_id int, id int, PRIMARY KEY (org_id, id));
CREATE TABLE app.chats (org_id int NOT NULL, id int, project_id int, PRIMARY KEY (org_id, id),
  CONSTRAINT chats_project_fk FOREIGN KEY (org_id, project_id) REFERENCES app.projects ON DELETE CASCADE);
--- rows
INSERT INTO app.projects VALUES (1, 10);
INSERT INTO app.chats VALUES (1, 1, 10), (1, 2, NULL);
--- new
CREATE SCHEMA app;
CREATE TABLE app.projects (org_id int, id int, PRIMARY KEY (org_id, id));
CREATE TABLE app.chats (org_id int NOT NULL, id int, project_id int, PRIMARY KEY (org_id, id),
  CONSTRAINT chats_project_fk FOREIGN KEY (org_id, project_id) REFERENCES app.projects ON DELETE SET NULL (project_id));
--- keeps
SELECT org_id, id, project_id FROM app.chats ORDER BY id;
--- plan
SET NULL (project_id)
