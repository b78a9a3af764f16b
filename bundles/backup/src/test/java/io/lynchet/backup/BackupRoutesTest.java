// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.backup.routes.BeginBackup;
import io.lynchet.backup.routes.BeginVerification;
import io.lynchet.backup.routes.CancelTask;
import io.lynchet.backup.routes.ConfiguredLocation;
import io.lynchet.backup.routes.GetTask;
import io.lynchet.backup.routes.ListBackups;
import io.lynchet.backup.routes.WatchTask;
import io.lynchet.testkit.auth.FakeRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupRoutesTest {
    @TempDir
    private Path folder;

    private BackupScene scene;
    private ConfiguredLocation place;

    @BeforeEach
    void open() {
        scene = new BackupScene(folder);
        place = new ConfiguredLocation(() -> scene.place);
        scene.insert(scene.app.user("u1"));
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    @Test
    void everyRoute_isForAdmins() {
        ScheduledExecutorService clock = new ScheduledThreadPoolExecutor(1);
        List<Route> routes = List.of(
                new BeginBackup(scene.backups, place),
                new BeginVerification(scene.backups, place),
                new ListBackups(scene.backups, place),
                new GetTask(scene.backups),
                new CancelTask(scene.backups),
                new WatchTask(scene.backups, clock));
        clock.shutdownNow();
        assertThat(routes).allMatch(route -> route.info().adminOnly());
    }

    @Test
    void begin_answersTheTask_whoseEndTellsTheBackup() {
        Response begun =
                new BeginBackup(scene.backups, place).handle(FakeRequest.of(HttpMethod.POST, "/api/admin/backups"));
        assertThat(begun.status()).isEqualTo(202);
        assertThat(begun.headers()).contains(new Response.Header("Location", "/api/admin/backups/tasks/1"));
        BackupScene.done(scene.backups.tasks().get(0));
        assertThat(text(new GetTask(scene.backups).handle(task("1"))))
                .contains("\"state\":\"done\"", "\"rows\":1", "\"kind\":\"backup\"", "\"problems\":[]");
    }

    @Test
    void verify_ofTheNewestAndOfANamedOne() {
        scene.backup();
        String name = scene.backupNames().get(0);
        BeginVerification verify = new BeginVerification(scene.backups, place);
        for (String body : List.of("{}", "{'backup':'" + name + "'}")) {
            Response begun = verify.handle(FakeRequest.post("/api/admin/backups/verify", body));
            assertThat(begun.status()).isEqualTo(202);
            BackupScene.done(scene.backups.tasks().get(0));
        }
        assertThat(text(new ListBackups(scene.backups, place).handle(FakeRequest.get("/api/admin/backups"))))
                .contains("\"backup\":\"" + name + "\"", "\"good\":true", "\"kind\":\"verify\"");
    }

    @Test
    void verify_withUnknownKeysOrWithoutAName_isRefusedAndNothingBegins() {
        for (String body : List.of("{'location':'/elsewhere'}", "{'backup':''}")) {
            assertRefused(
                    new BeginVerification(scene.backups, place),
                    FakeRequest.post("/api/admin/backups/verify", body),
                    ErrorCode.INVALID_DATA);
        }
        assertThat(scene.backups.tasks()).isEmpty();
    }

    @Test
    void withoutAConfiguredPlace_theyAreRefusedAndNothingIsMade() {
        ConfiguredLocation none = new ConfiguredLocation(() -> "");
        assertRefused(
                new BeginBackup(scene.backups, none),
                FakeRequest.of(HttpMethod.POST, "/api/admin/backups"),
                ErrorCode.UNSUPPORTED);
        assertRefused(
                new ListBackups(scene.backups, none), FakeRequest.get("/api/admin/backups"), ErrorCode.UNSUPPORTED);
        assertThat(Files.exists(Path.of(scene.place))).isFalse();
    }

    @Test
    void tasksThatAreNotThere_areNotFound() {
        for (String id : List.of("99", "x", "01")) {
            assertRefused(new GetTask(scene.backups), task(id), ErrorCode.NOT_FOUND);
            assertRefused(new CancelTask(scene.backups), task(id), ErrorCode.NOT_FOUND);
        }
    }

    @Test
    void cancelled_aTaskFails_andAFinishedOneStays() {
        scene.backup();
        new CancelTask(scene.backups).handle(task("1"));
        assertThat(text(new GetTask(scene.backups).handle(task("1")))).contains("\"state\":\"done\"");
    }

    @Test
    void aFailedTask_tellsItsError() {
        var failing = scene.backups.verify(scene.place, Optional.empty());
        assertThatThrownBy(() -> BackupScene.done(failing)).isInstanceOf(LynchetException.class);
        assertThat(text(new GetTask(scene.backups).handle(task("1"))))
                .contains("\"state\":\"failed\"", "\"code\":\"NOT_FOUND\"");
    }

    private static Request task(String id) {
        return FakeRequest.get("/api/admin/backups/tasks/" + id).pathParameter("task", id);
    }

    private static void assertRefused(Route route, Request request, ErrorCode code) {
        assertThatThrownBy(() -> route.handle(request))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static String text(Response response) {
        return new String(response.bytes(), StandardCharsets.UTF_8);
    }
}
