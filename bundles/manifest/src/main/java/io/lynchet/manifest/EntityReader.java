// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.manifest;

import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.Index;
import io.lynchet.api.schema.Relation;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonNode.StringNode;
import io.lynchet.json.JsonPlace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The reader of one entity with its fields, indexes and relations. */
final class EntityReader {
    private static final int FIELDS_MAX = 200;
    private static final int INDEXES_MAX = 30;
    private static final int HOOKS_MAX = 20;
    private static final int HOOK_CHARS_MAX = 200;

    private final DiagnosticCollector findings;
    private final Set<String> entityNames;
    private final Map<String, Set<String>> requiredHooks = new LinkedHashMap<>();
    private final List<PendingRelation> pending = new ArrayList<>();

    /** A relation whose target may be declared further down. */
    private record PendingRelation(String entity, Relation relation, JsonPlace target, JsonPlace field) {}

    EntityReader(DiagnosticCollector findings, Set<String> entityNames) {
        this.findings = findings;
        this.entityNames = entityNames;
    }

    /** Returns the entity, or null when it has errors. */
    Entity read(ManifestSection section, String name) {
        Map<String, Field> fields = new LinkedHashMap<>();
        FieldReader reader = new FieldReader(findings, entityNames, false);
        List<JsonNode> declared = section.list("fields", true);
        for (JsonNode node : declared) {
            Field field = reader.read(node);
            if (field != null) {
                fields.put(field.name(), field);
            }
        }
        List<Index> indexes = indexes(section, fields);
        List<Relation> relations = relations(section, name, fields);
        limit(declared.size(), FIELDS_MAX, "fields", section);
        limit(indexes.size(), INDEXES_MAX, "indexes", section);
        search(section, fields);
        FieldReader.crdt(section, findings);
        requiredHooks(section, name);
        boolean replicated = section.bool("sync", true);
        section.notYet("sync_scope", "sync_limit");
        section.refuseOthers();
        boolean usable = fields.size() == declared.size();
        return usable ? new Entity(name, List.copyOf(fields.values()), indexes, relations, replicated) : null;
    }

    /** Returns the required hooks of the entities read so far, by entity. */
    Map<String, Set<String>> requiredHooks() {
        return requiredHooks;
    }

    private void requiredHooks(ManifestSection section, String entity) {
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode node : section.list("requiredHooks", false)) {
            String name = node instanceof StringNode text ? text.value() : "";
            if (name.isBlank() || name.length() > HOOK_CHARS_MAX) {
                findings.error(
                        "HOOK_NAME_INVALID",
                        "The name of a required hook has 1 to " + HOOK_CHARS_MAX + " characters.",
                        node.place(),
                        "write the name that the hook's name() returns");
            } else if (!names.add(name)) {
                findings.error("HOOK_DUPLICATE", "The hook \"" + name + "\" is named twice.", node.place(), null);
            }
        }
        limit(names.size(), HOOKS_MAX, "required hooks", section);
        if (!names.isEmpty()) {
            requiredHooks.put(entity, names);
        }
    }

    private void limit(int size, int max, String what, ManifestSection section) {
        if (size > max) {
            findings.error(
                    "ENTITY_TOO_LARGE", "An entity has at most " + max + " " + what + ".", section.place(), null);
        }
    }

    private List<Index> indexes(ManifestSection section, Map<String, Field> fields) {
        NameCheck names = new NameCheck(findings, "INDEX", "index", true);
        List<Index> indexes = new ArrayList<>();
        for (JsonNode node : section.list("indexes", false)) {
            ManifestSection index = ManifestSection.of(node, findings);
            if (index == null) {
                continue;
            }
            String name = index.string("name", true);
            boolean usable = names.take(name, index.place("name"));
            List<String> columns = index.strings("fields", true);
            if (columns.isEmpty()) {
                findings.error("INDEX_FIELDS_EMPTY", "The index \"" + name + "\" has no fields.", index.place(), null);
                usable = false;
            }
            for (String column : columns) {
                usable &= indexable(name, column, fields, index.place("fields"));
            }
            boolean unique = index.bool("unique", false);
            index.notYet("where");
            index.refuseOthers();
            if (usable) {
                indexes.add(new Index(name, columns, unique));
            }
        }
        return indexes;
    }

    private boolean indexable(String index, String column, Map<String, Field> fields, JsonPlace place) {
        Field field = fields.get(column);
        if (field == null && !column.equals("id")) {
            findings.error(
                    "INDEX_FIELD_NOT_FOUND",
                    "The index \"" + index + "\" names the unknown field \"" + column + "\".",
                    place,
                    hint(column, fields.keySet()));
            return false;
        }
        if (field != null && !field.type().kind().ordered()) {
            findings.error("INDEX_FIELD_INVALID", "A json field can't be indexed.", place, null);
            return false;
        }
        return true;
    }

    private List<Relation> relations(ManifestSection section, String entity, Map<String, Field> fields) {
        NameCheck names = new NameCheck(findings, "RELATION", "relation", true);
        List<Relation> relations = new ArrayList<>();
        for (JsonNode node : section.list("relations", false)) {
            ManifestSection relation = ManifestSection.of(node, findings);
            if (relation == null) {
                continue;
            }
            String name = relation.string("name", true);
            boolean usable = names.take(name, relation.place("name"));
            if (usable && (fields.containsKey(name) || name.equals("id"))) {
                findings.error(
                        "RELATION_DUPLICATE",
                        "\"" + name + "\" is a field already; a relation needs another name.",
                        relation.place("name"),
                        null);
                usable = false;
            }
            String target = relation.string("target", true);
            String field = relation.string("field", true);
            boolean many = relation.bool("many", false);
            relation.refuseOthers();
            if (usable) {
                Relation read = new Relation(name, target, field, many);
                relations.add(read);
                pending.add(new PendingRelation(entity, read, relation.place("target"), relation.place("field")));
            }
        }
        return relations;
    }

    private void search(ManifestSection section, Map<String, Field> fields) {
        ManifestSection search = section.section("search");
        if (search == null) {
            return;
        }
        for (String key : List.of("text", "facets", "sortable")) {
            for (String field : search.strings(key, false)) {
                if (!fields.containsKey(field)) {
                    findings.error(
                            "SEARCH_FIELD_NOT_FOUND",
                            "search." + key + " names the unknown field \"" + field + "\".",
                            search.place(key),
                            hint(field, fields.keySet()));
                }
            }
        }
        search.string("language", false);
        search.refuseOthers();
        findings.warning(
                "SEARCH_NOT_SERVED",
                "Search is not supported yet; the block has no effect.",
                section.place("search"),
                null);
    }

    /** Checks relations once all entities are known. */
    void checkRelations(Map<String, Entity> entities) {
        for (PendingRelation one : pending) {
            Relation relation = one.relation();
            Entity source = entities.get(one.entity());
            Entity target = entities.get(relation.target());
            if (target == null && !entityNames.contains(relation.target())) {
                findings.error(
                        "RELATION_TARGET_NOT_FOUND",
                        "There is no entity \"" + relation.target() + "\".",
                        one.target(),
                        hint(relation.target(), entityNames));
            }
            if (source != null && target != null) {
                checkField(one, source, target);
            }
        }
    }

    private void checkField(PendingRelation one, Entity source, Entity target) {
        Relation relation = one.relation();
        Field own = source.fieldOrNull(relation.field());
        Field theirs = target.fieldOrNull(relation.field());
        boolean good = relation.many()
                ? theirs != null
                        && (own == null
                                ? theirs.type().kind().text()
                                : own.type().equals(theirs.type()))
                : own != null && own.type().kind().text();
        if (!good) {
            Entity owner = relation.many() ? target : source;
            Set<String> known = new TreeSet<>();
            owner.fields().forEach(field -> known.add(field.name()));
            findings.error(
                    "RELATION_FIELD_NOT_FOUND",
                    relation.many()
                            ? "\"" + relation.field() + "\" must be a field of " + target.name()
                                    + " that holds the id of " + source.name() + "."
                            : "\"" + relation.field() + "\" must be a field of " + source.name()
                                    + " that holds the id of " + target.name() + ".",
                    one.field(),
                    known.contains(relation.field()) ? null : hint(relation.field(), known));
        }
    }

    private static String hint(String name, Set<String> known) {
        return DiagnosticCollector.didYouMean(name, known).orElse(null);
    }
}
