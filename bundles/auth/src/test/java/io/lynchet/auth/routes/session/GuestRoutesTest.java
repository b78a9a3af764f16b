// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import io.lynchet.auth.routes.account.AuthScene;
import io.lynchet.auth.schema.AuthSchema;
import io.lynchet.testkit.auth.FakeRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guests: how they come in, and how what they made goes along when they become somebody. */
class GuestRoutesTest {
    @TempDir
    Path folder;

    private AuthScene scene;

    @AfterEach
    void end() {
        scene.close();
    }

    private void begin(boolean dev) {
        scene = new AuthScene(folder, dev);
    }

    private void note(String owner) {
        Entity notes = scene.app.service().app().schema().entityOrNull("Note");
        scene.app
                .service()
                .write(
                        Principal.ADMIN,
                        List.of(new Mutation.Insert(
                                new Draft(notes).set("text", "t").set("owner", owner))),
                        Optional.empty())
                .toCompletableFuture()
                .join();
    }

    private List<Object> owners() {
        return scene.app.rows("Note").stream().map(row -> row.get("owner")).toList();
    }

    @Test
    void guest_getsASession_inBothForms() {
        begin(false);
        assertThat(AuthScene.text(
                        scene.send(new SignInAsGuest(scene.services(), false), FakeRequest.post("/guest", ""), null)))
                .contains("\"guest\":true", "\"user_id\":\"guest_");
        assertThat(AuthScene.text(scene.send(
                        new SignInAsGuest(scene.services(), true), FakeRequest.post("/anonymous", ""), null)))
                .contains("\"is_guest\":true", "\"expires_at\":");
        assertThat(scene.app.rows(AuthSchema.SESSIONS)).hasSize(2);
        assertThat(scene.app.rows(AuthSchema.ACCOUNTS)).isEmpty();
    }

    @Test
    void guests_ofOneAddress_areLimited_andTheRefusedLeaveNothing() {
        begin(false);
        SignInAsGuest route = new SignInAsGuest(scene.services(), false);
        for (int i = 0; i < 60; i++) {
            scene.send(route, FakeRequest.post("/guest", ""), null);
        }
        scene.refused(ErrorCode.RATE_LIMITED, route, FakeRequest.post("/guest", ""), null);
        scene.send(route, FakeRequest.post("/guest", "").from("192.0.2.2"), null);
    }

    @Test
    void guest_whoSignsIn_takesItsRowsAlong_andItsSessionEnds() {
        begin(false);
        SignedIn guest = scene.guest();
        note(guest.userId());
        note("somebody else");
        String ada = scene.person("ada@example.org").id();
        scene.sessions.open(
                ada, "test", FakeRequest.post("/sign-in", "{}").with("Authorization", "Bearer " + guest.token()));
        assertThat(owners()).containsExactlyInAnyOrder(ada, "somebody else");
        assertThat(scene.refusalOf(guest.token())).contains(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void guest_withACookie_takesItsRowsAlong() {
        begin(false);
        SignedIn guest = scene.guest();
        note(guest.userId());
        String ada = scene.person("ada@example.org").id();
        scene.sessions.open(
                ada, "test", FakeRequest.post("/sign-in", "{}").with("Cookie", "shop_session=" + guest.token()));
        assertThat(owners()).containsExactly(ada);
    }

    @Test
    void person_whoSignsInAgain_keepsTheFirstSession() {
        begin(false);
        String ada = scene.person("ada@example.org").id();
        String first = scene.tokenOf(ada);
        scene.sessions.open(ada, "test", FakeRequest.post("/sign-in", "{}").with("Authorization", "Bearer " + first));
        assertThat(scene.refusalOf(first)).isEmpty();
    }

    @Test
    void upgrade_isForDevelopment_andMovesRowsAndSession() {
        begin(true);
        SignedIn guest = scene.guest();
        note(guest.userId());
        UpgradeGuest upgrade = new UpgradeGuest(scene.services());
        scene.send(upgrade, FakeRequest.post("/upgrade", "{'user_id':'u1'}"), guest.token());
        assertThat(owners()).containsExactly("u1");
        assertThat(scene.caller(guest.token()).principal().userId()).isEqualTo("u1");
        assertThat(scene.caller(guest.token()).principal().guest()).isFalse();
        // Not twice: it is no guest any more.
        scene.refused(ErrorCode.FORBIDDEN, upgrade, FakeRequest.post("/upgrade", "{'user_id':'u2'}"), guest.token());
        scene.refused(ErrorCode.UNAUTHENTICATED, upgrade, FakeRequest.post("/upgrade", "{'user_id':'u2'}"), null);
    }

    @Test
    void upgrade_outsideDevelopment_isRefused() {
        begin(false);
        String guest = scene.guest().token();
        scene.refused(
                ErrorCode.FORBIDDEN,
                new UpgradeGuest(scene.services()),
                FakeRequest.post("/upgrade", "{'user_id':'u1'}"),
                guest);
    }
}
