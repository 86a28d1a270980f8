UPDATE pg_index SET indisvalid = false WHERE indexrelid = to_regclass('users_name_idx');
