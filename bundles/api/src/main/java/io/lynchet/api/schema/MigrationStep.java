// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.schema;

/**
 * One step from an installed schema to a wanted one.
 *
 * <p>{@link #label()} is how people accept it: {@code --accept-data-loss drop_field:Todo.rank}.
 */
public sealed interface MigrationStep {
    /** Whether stored values are thrown away by it even when no row stands in the way. */
    boolean losesData();

    /** Stable name, {@code kind:Entity} or {@code kind:Entity.field}. */
    String label();

    /** A new entity without rows. */
    record CreateEntity(Entity entity) implements MigrationStep {
        @Override
        public boolean losesData() {
            return false;
        }

        @Override
        public String label() {
            return "create_entity:" + entity.name();
        }
    }

    /** The entity with all its rows. Its entries stay in the log, without rows. */
    record DropEntity(String entity) implements MigrationStep {
        @Override
        public boolean losesData() {
            return true;
        }

        @Override
        public String label() {
            return "drop_entity:" + entity;
        }
    }

    /**
     * A field that existing rows get too: its literal default, the instant of the migration for {@code now}, else null. A required field
     * without such a value is refused while there are rows.
     */
    record AddField(String entity, Field field) implements MigrationStep {
        @Override
        public boolean losesData() {
            return false;
        }

        @Override
        public String label() {
            return "add_field:" + entity + "." + field.name();
        }
    }

    /** The field with the values that rows have in it. */
    record DropField(String entity, String field) implements MigrationStep {
        @Override
        public boolean losesData() {
            return true;
        }

        @Override
        public String label() {
            return "drop_field:" + entity + "." + field;
        }
    }

    /**
     * Another type. Between numbers, and from texts, enums and references to texts and enums, the values are looked at one by one: those that
     * the new type has exactly are kept. Rows with others stand in the way, until the step is accepted; then whole numbers that no float holds
     * become the nearest one, and all others the literal default or null. Any other change drops all old values, if that is accepted, and gives
     * rows the default or null. See {@link TypeChange}.
     *
     * @param byValue whether values are looked at one by one, as {@link TypeChange#byValue} says
     */
    record ChangeType(String entity, Field from, Field to, boolean byValue) implements MigrationStep {
        @Override
        public boolean losesData() {
            return !byValue;
        }

        @Override
        public String label() {
            return "change_type:" + entity + "." + to.name();
        }
    }

    /** Optional to required: nulls get the literal default if there is one, else rows with null stand in the way. */
    record RequireField(String entity, Field field) implements MigrationStep {
        @Override
        public boolean losesData() {
            return false;
        }

        @Override
        public String label() {
            return "require_field:" + entity + "." + field.name();
        }
    }

    /** Required to optional: no row changes. */
    record RelaxField(String entity, Field field) implements MigrationStep {
        @Override
        public boolean losesData() {
            return false;
        }

        @Override
        public String label() {
            return "relax_field:" + entity + "." + field.name();
        }
    }

    /** A new index, also the one behind a unique field (named {@code unique_<field>}). Duplicates stand in the way of a unique one. */
    record CreateIndex(String entity, Index index) implements MigrationStep {
        @Override
        public boolean losesData() {
            return false;
        }

        @Override
        public String label() {
            return "create_index:" + entity + "." + index.name();
        }
    }

    /** The index alone, or the uniqueness of a field; no row changes. */
    record DropIndex(String entity, Index index) implements MigrationStep {
        @Override
        public boolean losesData() {
            return false;
        }

        @Override
        public String label() {
            return "drop_index:" + entity + "." + index.name();
        }
    }
}
