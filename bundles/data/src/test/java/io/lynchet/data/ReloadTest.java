// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.Diagnostic;
import io.lynchet.api.ErrorCode;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.ReloadReport;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.FieldType;
import io.lynchet.api.schema.SchemaChangedException;
import io.lynchet.policy.ExpressionPolicyEngine;
import io.lynchet.testkit.EntityBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {
    private static final int RELOADS = 20;

    @TempDir
    Path folder;

    private ServedApp app;

    private static String manifest(String fields, String rule) {
        return "{\"manifest_version\":1,\"name\":\"t\",\"version\":\"1\",\"routes\":[],\"entities\":[{\"name\":\"Note\",\"fields\":["
                + fields + "]}],\"policies\":[{\"name\":\"p\",\"entity\":\"Note\",\"allow\":\"" + rule + "\"}]}";
    }

    private static final String BODY = "{\"name\":\"body\",\"type\":\"string\"}";

    @BeforeEach
    void open() {
        app = new ServedApp(folder, manifest(BODY, "true"));
    }

    @AfterEach
    void close() throws Exception {
        app.close();
    }

    @Test
    void additiveChange_appliesAndFillsTheDefaultIn() {
        String id = app.insert(Principal.ANONYMOUS, "Note", "body", "x");
        ReloadReport report =
                app.reload(manifest(BODY + ",{\"name\":\"rank\",\"type\":\"int\",\"default\":7}", "true"));
        assertThat(report.applied()).isTrue();
        assertThat(app.data.get(Principal.ANONYMOUS, app.entity("Note"), id).get("rank"))
                .isEqualTo(7L);
    }

    @Test
    void destructiveChange_isRefusedUntilItIsNamed_andTheOldManifestGoesOn() {
        app.reload(manifest(BODY + ",{\"name\":\"rank\",\"type\":\"int\",\"optional\":true}", "true"));
        app.insert(Principal.ANONYMOUS, "Note", "body", "x", "rank", 1L);
        ReloadReport refused = app.reload(manifest(BODY, "true"));
        assertThat(refused.applied()).isFalse();
        assertThat(refused.diagnostics().toString()).contains("drop_field:Note.rank", "--accept-data-loss");
        app.insert(Principal.ANONYMOUS, "Note", "body", "y", "rank", 2L);
        assertThat(app.reload(manifest(BODY, "true"), "drop_field:Note.rank").applied())
                .isTrue();
    }

    @Test
    void refusalsThatAcceptingDoesNotHelp_tellWhatDoes() {
        app.reload(manifest(
                BODY + ",{\"name\":\"rank\",\"type\":\"int\",\"optional\":true}"
                        + ",{\"name\":\"state\",\"type\":\"enum\",\"enumValues\":[\"open\",\"done\"],\"default\":\"done\"}",
                "true"));
        app.insert(Principal.ANONYMOUS, "Note", "body", "same", "rank", 1L, "state", "open");
        app.insert(Principal.ANONYMOUS, "Note", "body", "same", "state", "done");
        String needy = manifest(
                "{\"name\":\"body\",\"type\":\"string\",\"unique\":true},{\"name\":\"rank\",\"type\":\"int\"},"
                        + "{\"name\":\"must\",\"type\":\"int\"},"
                        + "{\"name\":\"state\",\"type\":\"enum\",\"enumValues\":[\"done\"],\"default\":\"done\"}",
                "true");
        List<Diagnostic> told = app.reload(needy).diagnostics();
        assertThat(told)
                .filteredOn(one -> one.message().startsWith("add_field:Note.must"))
                .extracting(Diagnostic::hint)
                .containsExactly("give the field a default, or make it optional");
        assertThat(told)
                .filteredOn(one -> one.message().startsWith("require_field:Note.rank"))
                .extracting(Diagnostic::hint)
                .containsExactly("give the field a default, or make it optional");
        assertThat(told)
                .filteredOn(one -> one.message().startsWith("create_index:Note.unique_body"))
                .singleElement()
                .satisfies(one -> assertThat(one.hint()).contains("duplicates").doesNotContain("--accept"));
        assertThat(told)
                .filteredOn(one -> one.message().startsWith("change_type:Note.state"))
                .singleElement()
                .satisfies(one -> assertThat(one.hint()).endsWith("--accept-data-loss change_type:Note.state"));
        String fewer = manifest(
                BODY + ",{\"name\":\"rank\",\"type\":\"int\",\"optional\":true}"
                        + ",{\"name\":\"state\",\"type\":\"enum\",\"enumValues\":[\"done\"],\"default\":\"done\"}",
                "true");
        assertThat(app.reload(fewer, "change_type:Note.state").applied()).isTrue();
    }

    @Test
    void badPolicy_refusesTheManifestWithItsPlace_andTheOldOneGoesOn() {
        ReloadReport refused = app.reload(manifest(BODY, "data.bdy == 'x'"));
        assertThat(refused.applied()).isFalse();
        assertThat(refused.diagnostics().toString()).contains("manifest.json:1:", "body");
        app.insert(Principal.ANONYMOUS, "Note", "body", "still works");
    }

    @Test
    void newPolicy_appliesToTheNextRequest() {
        app.insert(Principal.ANONYMOUS, "Note", "body", "x");
        assertThat(app.reload(manifest(BODY, "auth.isAdmin")).applied()).isTrue();
        app.refused(
                ErrorCode.POLICY_DENIED,
                () -> app.data.query(Principal.ANONYMOUS, Query.of(app.entity("Note"), Filter.Constant.TRUE, 1)));
    }

    @Test
    void requestPreparedForTheOldSchema_isToldToPrepareAgain() {
        Entity old = app.entity("Note");
        app.reload(manifest(BODY + ",{\"name\":\"rank\",\"type\":\"int\",\"optional\":true}", "true"));
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> app.data.get(Principal.ANONYMOUS, old, "f".repeat(40))))
                .isInstanceOf(SchemaChangedException.class);
        assertThat(app.entity("Note")).isNotSameAs(old);
    }

    @Test
    void engineSwap_keepsServing() {
        app.parts.engines().bind(new ExpressionPolicyEngine());
        app.parts.reassemble(java.util.Set.of());
        app.insert(Principal.ANONYMOUS, "Note", "body", "x");
    }

    @Test
    void reloadsUnderLoad_failNoRequestThatPreparesAgain() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong written = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> writers = new java.util.ArrayList<>();
        for (int i = 0; i < 4; i++) {
            writers.add(threads.submit(() -> {
                while (!stop.get()) {
                    insertPreparingAgain(app.data);
                    written.incrementAndGet();
                }
            }));
        }
        for (int round = 0; round < RELOADS; round++) {
            String more = round % 2 == 0 ? ",{\"name\":\"rank\",\"type\":\"int\",\"optional\":true}" : "";
            assertThat(app.reload(manifest(BODY + more, "true"), "drop_field:Note.rank")
                            .applied())
                    .isTrue();
        }
        stop.set(true);
        for (Future<?> writer : writers) {
            writer.get();
        }
        threads.shutdown();
        assertThat(app.data.count(Principal.ADMIN, app.entity("Note"), Filter.Constant.TRUE))
                .isEqualTo(written.get());
    }

    @Test
    void systemEntities_areInOneOrder_inWhicheverBundlesCome() {
        List<String> names = List.of("_a", "_b", "_c", "_d", "_e", "_f", "_g", "_h");
        List<String> coming = new ArrayList<>(names);
        Collections.shuffle(coming, new Random(1));
        for (String name : coming) {
            app.parts.add(() -> List.of(EntityBuilder.entity(name)
                    .optional("text", FieldType.STRING)
                    .build()));
            assertThat(app.reload(manifest(BODY, "true")).applied()).isTrue();
        }
        assertThat(app.store.installed().orElseThrow().entities())
                .extracting(Entity::name)
                .containsExactly("Note", "_a", "_b", "_c", "_d", "_e", "_f", "_g", "_h");
    }

    private static void insertPreparingAgain(DataService data) {
        for (int attempt = 0; ; attempt++) {
            try {
                Draft draft = new Draft(data.entity("Note")).set("body", "x");
                data.write(Principal.ANONYMOUS, List.of(new Mutation.Insert(draft)), Optional.empty())
                        .toCompletableFuture()
                        .join();
                return;
            } catch (SchemaChangedException | CompletionException e) {
                boolean stale = e instanceof SchemaChangedException || e.getCause() instanceof SchemaChangedException;
                // Each reload can make one attempt stale, no more.
                if (!stale || attempt == RELOADS) {
                    throw e;
                }
            }
        }
    }
}
