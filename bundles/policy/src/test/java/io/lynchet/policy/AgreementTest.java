// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.JsonText;
import io.lynchet.api.policy.AccessRule;
import io.lynchet.api.policy.Action;
import io.lynchet.api.policy.PolicyContext;
import io.lynchet.api.policy.PolicyFunction;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.Scope;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.Field;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.ReadView;
import io.lynchet.api.store.Write;
import io.lynchet.policy.syntax.Parser;
import io.lynchet.policy.syntax.SyntaxNode;
import io.lynchet.store.memory.MemoryStore;
import io.lynchet.testkit.Plans;
import io.lynchet.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Random rules, rows and callers: what permits says, what the filter says, what a store finds and what was meant are
 * the same.
 */
final class AgreementTest {
    private static final List<String> TEXTS = List.of("a", "b", "ab", "", "u1", "u2", "red");

    private static Object apply(String name, List<Object> arguments) {
        if (name.equals("size")) {
            return arguments.get(0) == null ? null : (Object) (long) ((String) arguments.get(0)).length();
        }
        if (arguments.get(0) == null || "ab".equals(arguments.get(0))) {
            throw new NaiveMeaning.Failed();
        }
        return !"b".equals(arguments.get(0));
    }

    private record Function(String name, FieldType.Kind result) implements PolicyFunction {
        @Override
        public List<FieldType.Kind> parameters() {
            return List.of(FieldType.Kind.STRING);
        }

        @Override
        public Object apply(List<Object> arguments) {
            return AgreementTest.apply(name, arguments);
        }
    }

    private static World world() {
        World world = new World();
        world.context.add(PolicyFunction.class, new Function("flaky", FieldType.Kind.BOOL));
        world.context.add(PolicyFunction.class, new Function("size", FieldType.Kind.INT));
        return world;
    }

    private static Row row(Entity entity, String id, Random random) {
        Draft draft = new Draft(entity).set(entity.id(), id);
        for (Field field : entity.fields()) {
            if (field.ordinal() > 0 && random.nextInt(4) > 0) {
                draft.set(field, value(field.type(), random));
            }
        }
        return draft.toRow();
    }

    private static Object value(FieldType type, Random random) {
        return switch (type.kind()) {
            case INT -> List.of(-1L, 0L, 1L, 2L, Long.MAX_VALUE).get(random.nextInt(5));
            case FLOAT -> List.of(0.0, 0.5, 1.0, 2.0).get(random.nextInt(4));
            case BOOL -> random.nextBoolean();
            case DATETIME ->
                World.NOW.minusSeconds(86_400L * 28 * random.nextInt(2)).plusSeconds(random.nextInt(2));
            case JSON -> new JsonText("{}");
            case ENUM -> type.values().get(random.nextInt(2));
            case REFERENCE -> "u" + random.nextInt(3);
            default -> TEXTS.get(random.nextInt(TEXTS.size()));
        };
    }

    private static PolicyContext caller(Random random) {
        String user = random.nextInt(3) == 0 ? null : "u" + random.nextInt(3);
        String email = random.nextBoolean() ? null : TEXTS.get(random.nextInt(TEXTS.size()));
        String tenant = random.nextBoolean() ? null : TEXTS.get(random.nextInt(TEXTS.size()));
        Set<String> roles = random.nextBoolean() ? Set.of() : Set.of("a", TEXTS.get(2 + random.nextInt(4)));
        return World.as(new Principal(user, email, tenant, roles, false, random.nextBoolean()));
    }

    @Test
    void permitsAndFilter_agreeWithWhatWasMeant() {
        Seeds.forEach(200, random -> {
            World world = world();
            for (int i = 0; i < 4; i++) {
                world.rows.add(row(World.MEMBER, "m" + i, random));
                world.rows.add(row(World.USER, "u" + i, random));
            }
            String text = new RandomExpressions(random).condition(3);
            SyntaxNode node = Parser.parse(text);
            for (Action action : Action.values()) {
                AccessRule rule = world.rule(action, text);
                for (int i = 0; i < 6; i++) {
                    check(world, rule, action, text, node, caller(random), random);
                }
            }
        });
    }

    private static void check(
            World world,
            AccessRule rule,
            Action action,
            String text,
            SyntaxNode node,
            PolicyContext caller,
            Random random) {
        Row data = row(World.TODO, "t1", random);
        Row stored = row(World.TODO, "t1", random);
        Row existing = action == Action.INSERT ? null : action == Action.UPDATE ? stored : data;
        String what = action + " " + text + " as " + caller.principal() + " on " + data + " from " + existing;
        boolean meant = meant(world, node, caller, data, existing);
        if (action == Action.UPDATE && !text.contains("existing.")) {
            meant &= meant(world, node, caller, existing, existing);
        }
        assertThat(rule.permits(caller, data, existing, world)).as(what).isEqualTo(meant);
        Filter filter = rule.filter(caller);
        assertThat(filter.matches(Scope.of(data, world)))
                .as(what)
                .isEqualTo(rule.permits(caller, data, action == Action.INSERT ? null : data, world));
        if (!rule.rowDependent()) {
            assertThat(filter).as(what).isInstanceOf(Filter.Constant.class);
        }
        PolicyContext twin = caller(random);
        if (rule.groupKey(twin).equals(rule.groupKey(caller))) {
            assertThat(rule.filter(twin).matches(Scope.of(data, world)))
                    .as(what)
                    .isEqualTo(filter.matches(Scope.of(data, world)));
        }
        assertThat(rule.explain(caller, data, existing, world).value())
                .as(what)
                .isEqualTo(meant ? "allowed" : "denied");
    }

    private static boolean meant(World world, SyntaxNode node, PolicyContext caller, Row data, Row existing) {
        return new NaiveMeaning(caller, data, existing, world.rows, AgreementTest::apply).permits(node);
    }

    @Test
    void query_findsExactlyTheRowsThatArePermitted() {
        Seeds.forEach(8, random -> {
            World world = world();
            try (MemoryStore store = new MemoryStore()) {
                store.install(World.SCHEMA, Plans.create(World.SCHEMA));
                List<Row> todos = fill(store, random);
                ReadView view = store.latest();
                for (int i = 0; i < 40; i++) {
                    String text = new RandomExpressions(random).condition(3);
                    PolicyContext caller = caller(random);
                    AccessRule rule = world.rule(Action.READ, text);
                    List<String> permitted = todos.stream()
                            .filter(row -> rule.permits(caller, row, row, view))
                            .map(Row::id)
                            .toList();
                    Filter filter = rule.filter(caller);
                    assertThat(view.query(Query.of(World.TODO, filter, 100)).stream()
                                    .map(Row::id))
                            .as(text)
                            .containsExactlyElementsOf(permitted);
                    assertThat(view.count(World.TODO, filter)).as(text).isEqualTo(permitted.size());
                }
            }
        });
    }

    private static List<Row> fill(MemoryStore store, Random random) throws Exception {
        List<Row> all = new ArrayList<>();
        for (Entity entity : List.of(World.USER, World.MEMBER, World.TODO)) {
            for (int i = 0; i < (entity == World.TODO ? 20 : 4); i++) {
                String letter = entity.name().substring(0, 1).toLowerCase(java.util.Locale.ROOT);
                all.add(row(entity, letter + (entity == World.TODO ? 10 + i : i), random));
            }
        }
        List<Write> writes = all.stream().<Write>map(Write.Insert::new).toList();
        store.commit(new Commit(writes, Guard.NONE, Optional.empty(), Optional.empty()))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        return all.stream().filter(row -> row.entity() == World.TODO).toList();
    }
}
