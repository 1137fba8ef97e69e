"""Many tables made in one step of a migration."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState


class Together(Operation):
    """Tables, columns, constraints and triggers, made as they are when all of `operations` are done.

    Django draws its picture of every related table anew for each operation: with a hundred tables that is most
    of the time a first start takes. Here it draws it once. So no operation may change what another of them makes:
    a table made here has its columns and constraints from the beginning, and a column is altered once.
    """

    category = OperationCategory.ADDITION
    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [], {"operations": list(self.operations)}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # the drawn picture: while there is none, nothing is drawn anew
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in reversed(self.operations):
            table = getattr(operation, "model_name", getattr(operation, "name", "")).lower()
            # A trigger of a table that was made here is known in the picture with that table alone.
            towards = to_state if (app_label, table) in to_state.models else from_state
            operation.database_backwards(app_label, schema_editor, from_state, towards)

    def describe(self) -> str:
        return "; ".join(operation.describe() for operation in self.operations)
