"""The database itself refuses to change the record, whoever asks: a line may only lose its person (an erasure).

A later migration that makes SQLite rebuild the table must create the triggers again; the room's tests notice.
"""

from django.db import migrations

SQLITE = (
    """
    CREATE TRIGGER record_line_stays BEFORE DELETE ON record_line
    BEGIN SELECT RAISE(ABORT, 'the record is only ever added to'); END
    """,
    """
    CREATE TRIGGER record_line_is_not_changed BEFORE UPDATE ON record_line
    WHEN NOT (
        NEW.person_id IS NULL AND NEW.number IS OLD.number AND NEW.at IS OLD.at AND NEW.act IS OLD.act
        AND NEW.subject_kind IS OLD.subject_kind AND NEW.subject_id IS OLD.subject_id
        AND NEW.project_id IS OLD.project_id AND NEW.seal IS OLD.seal AND NEW.reason_seal IS OLD.reason_seal
        AND NEW.before IS OLD.before AND NEW.hash IS OLD.hash
    )
    BEGIN SELECT RAISE(ABORT, 'the record is only ever added to'); END
    """,
    # INSERT OR REPLACE removes the old row without asking the triggers above.
    """
    CREATE TRIGGER record_line_is_not_replaced BEFORE INSERT ON record_line
    WHEN EXISTS (SELECT 1 FROM record_line WHERE number = NEW.number)
    BEGIN SELECT RAISE(ABORT, 'the record is only ever added to'); END
    """,
)
SQLITE_BACK = tuple(f"DROP TRIGGER record_line_{name}" for name in ("stays", "is_not_changed", "is_not_replaced"))

POSTGRESQL = (
    """
    CREATE FUNCTION record_line_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND NEW.person_id IS NULL
            AND to_jsonb(NEW) - 'person_id' = to_jsonb(OLD) - 'person_id'
        THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'the record is only ever added to' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER record_line_stays BEFORE UPDATE OR DELETE ON record_line
    FOR EACH ROW EXECUTE FUNCTION record_line_is_only_added_to()
    """,
    """
    CREATE TRIGGER record_line_is_not_emptied BEFORE TRUNCATE ON record_line
    FOR EACH STATEMENT EXECUTE FUNCTION record_line_is_only_added_to()
    """,
)
POSTGRESQL_BACK = (
    "DROP TRIGGER record_line_is_not_emptied ON record_line",
    "DROP TRIGGER record_line_stays ON record_line",
    "DROP FUNCTION record_line_is_only_added_to",
)


def guard(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    for statement in {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]

    operations = [migrations.RunPython(guard, unguard)]
