"""Symptom: after a DocType changed, its table has lost its primary key, NOT NULL, defaults and indexes.

Cause: the port builds the table anew from names and types alone; and it never sees which columns are unique,
indexed or not nullable, so it builds anew at every migrate.
Remedy: describe columns whole; build anew only where a type, a default, NOT NULL or UNIQUE changes, and keep
the rest as it is.
"""

NUMERIC = ("Check", "Int", "Currency", "Float", "Percent")


def apply() -> None:
	from frappe.database.sqlite.database import SQLiteDatabase
	from frappe.database.sqlite.schema import SQLiteTable

	plain_create = SQLiteTable.create

	def create(self) -> None:
		plain_create(self)
		create_indexes(
			self, [column for column in self.columns.values() if column.set_index and not column.unique]
		)

	SQLiteDatabase.get_table_columns_description = describe
	SQLiteTable.create = create
	SQLiteTable.alter = alter


def describe(self, table_name: str) -> list:
	"""Return the table's columns with default, not_nullable, unique and index, as Frappe compares them."""
	single = [index for index in indexes(self, table_name) if len(index.columns) == 1]
	columns = self.sql(f"PRAGMA table_info(`{table_name}`)", as_dict=True)
	for column in columns:
		mine = [index for index in single if index.columns[0] == column.name]
		column.default = column.dflt_value
		column.not_nullable = column.notnull
		column.unique = any(index.unique for index in mine)
		column["index"] = any(index.name.endswith("_index") for index in mine)
	return columns


def indexes(db, table_name: str) -> list:
	found = db.sql(f"PRAGMA index_list(`{table_name}`)", as_dict=True)
	for index in found:
		info = db.sql(f"PRAGMA index_info(`{index.name}`)", as_dict=True)
		index.columns = [column.name for column in info]
	return found


def alter(self) -> None:
	import frappe

	for column in self.columns.values():
		column.build_for_alter_table(self.current_columns.get(column.fieldname.lower()))
	for column in self.add_column:
		definition = column.get_definition(for_modification=True)
		frappe.db.sql_ddl(f"ALTER TABLE `{self.table_name}` ADD COLUMN `{column.fieldname}` {definition}")
	if self.change_type or self.set_default or self.change_nullability or self.drop_unique:
		rebuild(self)
	for column in self.drop_index:
		frappe.db.sql_ddl(f"DROP INDEX IF EXISTS `{self.table_name}_{column.fieldname}_index`")
	create_indexes(self, self.add_index)
	create_indexes(self, self.add_unique, unique=True)


def create_indexes(self, columns: list, unique: bool = False) -> None:
	import frappe

	kind, suffix = ("UNIQUE INDEX", "unique") if unique else ("INDEX", "index")
	for column in columns:
		frappe.db.sql_ddl(
			f"CREATE {kind} IF NOT EXISTS `{self.table_name}_{column.fieldname}_{suffix}` "
			f"ON `{self.table_name}` (`{column.fieldname}`)"
		)


def rebuild(self) -> None:
	"""Build the table anew with the changed definitions; rows, primary key and other indexes stay."""
	import frappe

	table = self.table_name
	changed = {
		column.fieldname: column
		for column in (*self.change_type, *self.set_default, *self.change_nullability)
	}
	dropped = {column.fieldname for column in self.drop_unique}
	existing = frappe.db.sql(f"PRAGMA table_info(`{table}`)", as_dict=True)
	definitions = ", ".join(
		_definition(column, changed, _unique_columns(table) - dropped) for column in existing
	)
	names = ", ".join(f"`{column.name}`" for column in existing)
	values = ", ".join(_copied(column.name, changed.get(column.name)) for column in existing)
	statements = _statements_of_kept_indexes(table, dropped)
	_execute_as_one(
		f"CREATE TABLE `{table}_new` ({definitions})",
		f"INSERT INTO `{table}_new` ({names}) SELECT {values} FROM `{table}`",
		f"DROP TABLE `{table}`",
		f"ALTER TABLE `{table}_new` RENAME TO `{table}`",
		*statements,
	)


def _execute_as_one(*statements: str) -> None:
	"""Change the schema in one transaction: interrupted half-way, the table stays as it was."""
	import frappe

	frappe.db.commit()
	frappe.db.take_write_lock()
	for statement in statements:
		frappe.db._cursor.execute(statement)
	frappe.db.commit()


def _unique_columns(table: str) -> set[str]:
	"""Name the columns that were declared UNIQUE when the table was created."""
	import frappe

	return {
		index.columns[0]
		for index in indexes(frappe.db, table)
		if index.origin == "u" and len(index.columns) == 1
	}


def _statements_of_kept_indexes(table: str, dropped: set[str]) -> list[str]:
	import frappe

	return [
		frappe.db.sql("select sql from sqlite_master where type = 'index' and name = %s", index.name)[0][0]
		for index in indexes(frappe.db, table)
		if index.origin == "c" and not (index.unique and index.columns[0] in dropped)
	]


def _definition(existing, changed: dict, unique: set[str]) -> str:
	if existing.pk:
		# An INTEGER key counts up by itself: that is how the port makes autoincrement names.
		counter = " AUTOINCREMENT" if existing.type.upper() == "INTEGER" else ""
		return f"`{existing.name}` {existing.type} PRIMARY KEY{counter}"
	if existing.name in changed:
		definition = changed[existing.name].get_definition(for_modification=True)
	else:
		definition = existing.type
		definition += " NOT NULL" if existing.notnull else ""
		definition += f" DEFAULT {existing.dflt_value}" if existing.dflt_value is not None else ""
	return f"`{existing.name}` {definition}" + (" UNIQUE" if existing.name in unique else "")


def _copied(name: str, column) -> str:
	"""Return what is copied into the column: an empty value instead of NULL where NULL is no longer allowed."""
	if not column or "NOT NULL" not in column.get_definition(for_modification=True):
		return f"`{name}`"
	return f"COALESCE(`{name}`, {0 if column.fieldtype in NUMERIC else repr('')})"
