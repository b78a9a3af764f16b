// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * An entity: a named kind of row with its fields, indexes and relations. Equality is identity: two generations of a
 * schema have different entities.
 */
public final class Entity {
    private final String name;
    private final List<Field> fields;
    private final List<Index> indexes;
    private final List<Relation> relations;
    private final boolean replicated;
    private final Map<String, Field> byName = new HashMap<>();
    private final int[][] indexedTexts;
    private final boolean serverOnlyFields;

    /**
     * Creates an entity.
     *
     * @param fields without the id, which is added at ordinal 0
     * @param replicated whether sync includes the entity
     */
    public Entity(String name, List<Field> fields, List<Index> indexes, List<Relation> relations, boolean replicated) {
        this.name = name;
        List<Field> numbered = new ArrayList<>();
        numbered.add(Field.of("id", FieldType.ID, false).at(0));
        for (Field field : fields) {
            numbered.add(field.at(numbered.size()));
        }
        this.fields = List.copyOf(numbered);
        this.indexes = List.copyOf(indexes);
        this.relations = List.copyOf(relations);
        this.replicated = replicated;
        for (Field field : this.fields) {
            if (byName.put(field.name(), field) != null) {
                throw new IllegalArgumentException(name + " declares the field " + field.name() + " twice");
            }
        }
        this.serverOnlyFields = this.fields.stream().anyMatch(Field::serverOnly);
        this.indexedTexts = Stream.concat(
                        this.fields.stream().filter(Field::unique).map(field -> List.of(field.name())),
                        this.indexes.stream().map(Index::fields))
                .map(this::texts)
                .filter(ordinals -> ordinals.length > 0)
                .toArray(int[][]::new);
    }

    private int[] texts(List<String> names) {
        return names.stream()
                .map(byName::get)
                .filter(field -> field != null && field.type().kind().text())
                .mapToInt(Field::ordinal)
                .toArray();
    }

    public String name() {
        return name;
    }

    /** Returns all fields by ordinal, the id first. */
    public List<Field> fields() {
        return fields;
    }

    /** Returns the same entity with each field except the id replaced by the result of the function. */
    public Entity mapFields(UnaryOperator<Field> change) {
        List<Field> changed =
                fields.subList(1, fields.size()).stream().map(change).toList();
        return new Entity(name, changed, indexes, relations, replicated);
    }

    public Optional<Field> field(String fieldName) {
        return Optional.ofNullable(byName.get(fieldName));
    }

    /** Returns the field of that name, or null; for paths that run once for each row and key. */
    public Field fieldOrNull(String fieldName) {
        return byName.get(fieldName);
    }

    public Field id() {
        return fields.get(0);
    }

    public List<Index> indexes() {
        return indexes;
    }

    /**
     * Returns the ordinals of the text fields of each index and each unique field that has any. Must not be changed.
     */
    public int[][] indexedTexts() {
        return indexedTexts;
    }

    /** Returns whether there are fields that callers neither see nor set. */
    public boolean hasServerOnlyFields() {
        return serverOnlyFields;
    }

    public List<Relation> relations() {
        return relations;
    }

    public Optional<Relation> relation(String relationName) {
        return relations.stream().filter(r -> r.name().equals(relationName)).findFirst();
    }

    public boolean replicated() {
        return replicated;
    }

    /**
     * Returns whether it is a system entity, whose name begins with an underscore. System entities belong to bundles
     * and are invisible to callers, manifests' policies and sync.
     */
    public boolean system() {
        return name.startsWith("_");
    }

    @Override
    public String toString() {
        return name;
    }
}
