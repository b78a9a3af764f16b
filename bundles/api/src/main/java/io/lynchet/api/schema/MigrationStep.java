// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.schema;

/**
 * One step from an installed schema to a wanted one.
 *
 * <p>People accept a step by its {@link #label()}: {@code --accept-data-loss drop_field:Todo.rank}.
 */
public sealed interface MigrationStep {
    /** Returns whether the step discards stored values, even when no row prevents it. */
    boolean losesData();

    /** Returns the stable name, {@code kind:Entity} or {@code kind:Entity.field}. */
    String label();

    /** Adds an entity without rows. */
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

    /** Drops an entity with all its rows. Its entries stay in the log, without rows. */
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
     * Adds a field, also to existing rows. They get its literal default, the instant of the migration for {@code now},
     * else null. A required field without such a value is refused while there are rows.
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

    /** Drops a field with its values. */
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
     * Changes the type of a field.
     *
     * <p>Values are converted one by one between numbers, and from texts, enums and references to texts and enums. A
     * value that the new type represents exactly is kept. Rows with other values prevent the step until it is accepted.
     * Then integers that no float represents become the nearest float, and all other such values become the literal
     * default or null.
     *
     * <p>Any other change discards all old values, if that is accepted, and gives rows the default or null. See
     * {@link TypeChange}.
     *
     * @param byValue whether values are converted one by one, see {@link TypeChange#byValue}
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

    /**
     * Makes an optional field required. Nulls get the literal default if there is one, else rows with null prevent the
     * step.
     */
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

    /** Makes a required field optional; no row changes. */
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

    /**
     * Creates an index, also the one behind a unique field (named {@code unique_<field>}). Duplicates prevent a unique
     * one.
     */
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

    /** Drops an index, or the uniqueness of a field; no row changes. */
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
