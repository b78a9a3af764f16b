// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.routes;

import static io.lynchet.orgs.routes.OrgScene.ORGS;
import static io.lynchet.orgs.routes.OrgScene.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Route;
import io.lynchet.system.rows.SystemRows;
import io.lynchet.testkit.auth.FakeRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code auth.org.disabled} of the manifest. */
class DisabledTest {
    private static final String DISABLED = "\"auth\":{\"org\":{\"disabled\":true}},";

    private OrgScene scene;
    private OrgScene.Asking ada;
    private String acme;

    @BeforeEach
    void set(@TempDir Path folder) throws IOException {
        scene = new OrgScene(folder, "\"auth\":{\"org\":{\"disabled\":false}},", "");
        ada = scene.person("ada");
        acme = ada.found("Acme");
    }

    @AfterEach
    void strike() {
        scene.close();
    }

    @Test
    void everyRoute_isNotThere_forAnybody() throws IOException {
        scene.app.load(OrgScene.manifest(DISABLED, ""));
        for (Route route : scene.routes()) {
            String path = route.info()
                    .pattern()
                    .replace("{id}", acme)
                    .replace("{user}", ada.userId)
                    .replace("{invite}", "x")
                    .replace("{token}", "x");
            for (OrgScene.Asking who : java.util.List.of(ada, scene.admin(), scene.anonymous())) {
                LynchetException refused = scene.refused(
                        ErrorCode.NOT_FOUND,
                        () -> who.ask(
                                FakeRequest.of(route.info().method(), path).json("{'name':'x'}")));
                assertThat(refused)
                        .hasMessage("No route matches " + route.info().method() + " " + path + ".");
            }
        }
        assertThat(ada.role(acme)).isEqualTo("none");
    }

    @Test
    void whatThereWas_comesBack() throws IOException {
        scene.app.load(OrgScene.manifest(DISABLED, ""));
        scene.app.load(OrgScene.manifest("", ""));
        assertThat(body(ada.get(ORGS))).contains(acme);
        assertThat(ada.role(acme)).isEqualTo("owner");
    }

    @Test
    void accounts_stillTakeTheirsAlong() throws IOException {
        scene.app.load(OrgScene.manifest(DISABLED, ""));
        new SystemRows(scene.services.data(), Clock.systemUTC())
                .writeAsRead(data -> scene.records.others(data, ada.userId));
        assertThat(scene.counts()).containsExactly(0, 0, 0);
    }
}
