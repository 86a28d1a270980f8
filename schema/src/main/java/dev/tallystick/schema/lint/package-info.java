/// What is wrong with a schema although PostgreSQL takes it.
///
/// - **rule**: one check, one class, one page in `docs/lint`, one folder of golden files.
/// - **problem**: what a rule says about an object; it knows no files.
/// - **finding**: a problem with its place in the schema files, and the edits that mend it.
/// - **remedy**: what mends a problem: SQL for a database that has it, and changes of the files
///   where no person has to decide.
/// - **suppression**: the comment `-- lint: allow RULE: reason (until 2027-01-31)`; it speaks for
///   its own line, or for the whole statement that it stands above. Without a reason, past its date
///   or without use it is itself a finding.
///
/// Rules judge the catalogue of the files. What only a running database knows (sizes, spread of
/// values, use of indexes) comes from [LiveStatistics], which is empty where no database was named.
@NullMarked
package dev.tallystick.schema.lint;

import org.jspecify.annotations.NullMarked;
