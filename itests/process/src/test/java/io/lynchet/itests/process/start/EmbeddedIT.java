// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Filter;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.launcher.Lynchet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The embedding door, used as a test of somebody's app would use it. */
@Timeout(120)
class EmbeddedIT {
    private static final String MANIFEST = """
            {
              "manifest_version": 1, "name": "embedded", "version": "1.2.3", "routes": [],
              "entities": [{
                "name": "Note",
                "fields": [{"name": "text", "type": "string", "optional": false, "unique": false}],
                "indexes": []
              }],
              "policies": [{"name": "read", "entity": "Note", "allowRead": "true"}]
            }
            """;

    @TempDir
    Path folder;

    private Path app;

    @BeforeEach
    void writeManifest() throws IOException {
        app = Files.writeString(folder.resolve("manifest.json"), MANIFEST);
    }

    private static WriteResult insert(Lynchet lynchet, Principal principal, String text) throws Exception {
        DataService data = lynchet.data();
        Entity note = data.entity("Note");
        return data.write(principal, List.of(new Mutation.Insert(new Draft(note).set("text", text))), Optional.empty())
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static long count(Lynchet lynchet) {
        return lynchet.data().count(Principal.ANONYMOUS, lynchet.data().entity("Note"), Filter.Constant.TRUE);
    }

    @Test
    void data_writtenInProcess_isServedOverHttp_andThereAfterReopening() throws Exception {
        Path data = folder.resolve("data");
        try (Lynchet lynchet = Lynchet.open(app, data).start()) {
            assertThat(insert(lynchet, Principal.ADMIN, "hello").items()).hasSize(1);
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:" + lynchet.port() + "/api/entities/Note"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).contains("hello");
        }
        try (Lynchet lynchet = Lynchet.open(app, data).start()) {
            assertThat(count(lynchet)).isEqualTo(1);
        }
    }

    @Test
    void driverOfTheHost_isThereAfterTheEnd() throws Exception {
        Lynchet.open(app, folder.resolve("data")).start().close();
        try (Connection own = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            assertThat(own.isValid(1)).isTrue();
        }
    }

    @Test
    void hostWithOtherDigits_isServed_andKeepsItsLocale() throws Exception {
        Locale before = Locale.getDefault(Locale.Category.FORMAT);
        Locale persian = Locale.forLanguageTag("fa-IR");
        Locale.setDefault(Locale.Category.FORMAT, persian);
        try (Lynchet lynchet = Lynchet.open(app, folder.resolve("data")).start()) {
            assertThat(insert(lynchet, Principal.ADMIN, "hello").items()).hasSize(1);
            assertThat(Locale.getDefault(Locale.Category.FORMAT)).isEqualTo(persian);
        } finally {
            Locale.setDefault(Locale.Category.FORMAT, before);
        }
    }

    @Test
    void policies_holdInProcess() {
        try (Lynchet lynchet = Lynchet.open(app, folder.resolve("data"))
                .features("kernel", "store-memory", "auth")
                .start()) {
            assertThatThrownBy(() -> insert(lynchet, Principal.ANONYMOUS, "no"))
                    .satisfiesAnyOf(
                            e -> assertThat(code(e)).isEqualTo(ErrorCode.POLICY_DENIED),
                            e -> assertThat(code(e.getCause())).isEqualTo(ErrorCode.POLICY_DENIED));
            assertThat(count(lynchet)).isZero();
            assertThatThrownBy(lynchet::port).extracting(EmbeddedIT::code).isEqualTo(ErrorCode.UNAVAILABLE);
        }
    }

    private static ErrorCode code(Throwable e) {
        return ((LynchetException) e).code();
    }

    @Test
    void twoInstances_onTheirOwnDirectories_doNotMeet() throws Exception {
        try (Lynchet one = Lynchet.open(app, folder.resolve("one")).start();
                Lynchet two = Lynchet.open(app, folder.resolve("two")).start()) {
            assertThat(one.port()).isNotEqualTo(two.port());
            insert(one, Principal.ADMIN, "only here");
            assertThat(count(one)).isEqualTo(1);
            assertThat(count(two)).isZero();
        }
    }

    @Test
    void directoryInUse_wrongSetting_brokenManifest_areErrorsWithCodes() throws IOException {
        Path data = folder.resolve("data");
        try (Lynchet lynchet = Lynchet.open(app, data).start()) {
            assertThat(count(lynchet)).isZero();
            assertThatThrownBy(() -> Lynchet.open(app, data).start())
                    .hasMessageContaining("is in use by this process")
                    .extracting(EmbeddedIT::code)
                    .isEqualTo(ErrorCode.UNAVAILABLE);
        }
        assertThatThrownBy(() -> Lynchet.open(app, data)
                        .set("io.lynchet.launcher", "drainSeconds", "soon")
                        .start())
                .extracting(EmbeddedIT::code)
                .isEqualTo(ErrorCode.CONFIGURATION_INVALID);
        Files.writeString(app, "{}");
        assertThatThrownBy(() -> Lynchet.open(app, data).start())
                .extracting(EmbeddedIT::code)
                .isEqualTo(ErrorCode.MANIFEST_INVALID);
        // Nothing of the failed starts is left to be in the way.
        Files.writeString(app, MANIFEST);
        try (Lynchet lynchet = Lynchet.open(app, data).start()) {
            assertThat(count(lynchet)).isZero();
        }
    }
}
