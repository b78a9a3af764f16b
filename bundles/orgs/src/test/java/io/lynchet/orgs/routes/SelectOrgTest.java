// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.orgs.routes;

import static io.lynchet.orgs.routes.OrgScene.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectOrgTest {
    private static final String PATH = SelectOrg.PATH;

    private OrgScene scene;
    private OrgScene.Asking ada;
    private String acme;

    @BeforeEach
    void set(@TempDir Path folder) throws IOException {
        scene = new OrgScene(folder);
        ada = scene.person("ada");
        acme = ada.found("Acme");
    }

    @AfterEach
    void strike() {
        scene.close();
    }

    private String tenant() {
        return scene.sessions.byId(ada.sessionId()).orElseThrow().tenantId();
    }

    @Test
    void select_makesItTheActiveOneOfThisSession() {
        scene.person("bob");
        assertThat(body(ada.post(PATH, "{'orgId':'" + acme + "'}"))).isEqualTo("{\"tenantId\":\"" + acme + "\"}");
        assertThat(tenant()).isEqualTo(acme);
        assertThat(scene.sessions.open())
                .filteredOn(session -> session.tenantId() != null)
                .hasSize(1);
        assertThat(scene.audit.events()).containsExactly("org_created", "org_selected");
        assertThat(body(ada.post(PATH, "{'orgId':null}"))).isEqualTo("{\"tenantId\":null}");
        assertThat(tenant()).isNull();
    }

    @Test
    void select_ofOneThatOneIsNoMemberOf_isRefused() {
        String other = scene.person("bob").found("Beta");
        scene.refused(ErrorCode.NOT_A_MEMBER, () -> ada.post(PATH, "{'orgId':'" + other + "'}"));
        scene.refused(ErrorCode.NOT_A_MEMBER, () -> ada.post(PATH, "{'orgId':'none'}"));
        scene.refused(ErrorCode.NOT_A_MEMBER, () -> ada.post(PATH, "{'orgId':''}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'orgId':1}", "{'orgId':null,'x':1}", "{'org_id':null}", "[]"})
    void select_withABadBody_isRefused(String body) {
        scene.refused(ErrorCode.INVALID_DATA, () -> ada.post(PATH, body));
    }

    @Test
    void select_isForSessionsOfPeople() {
        String body = "{'orgId':'" + acme + "'}";
        scene.refused(ErrorCode.API_KEY_AUTH_FORBIDDEN, () -> scene.keyOf(ada).post(PATH, body));
        scene.refused(ErrorCode.UNAUTHENTICATED, () -> scene.guest().post(PATH, body));
        scene.refused(ErrorCode.UNAUTHENTICATED, () -> scene.admin().post(PATH, body));
        scene.refused(ErrorCode.UNAUTHENTICATED, () -> scene.anonymous().post(PATH, body));
    }

    @Test
    void select_inASessionThatHasEnded_isRefused() {
        scene.sessions.revoke(ada.sessionId());
        scene.refused(ErrorCode.SESSION_EXPIRED, () -> ada.post(PATH, "{'orgId':null}"));
    }
}
