// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.Hook;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.MutationFailure;
import io.lynchet.api.health.Health;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.schema.Entity;
import io.lynchet.data.hook.HookHealth;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequiredHookTest {
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"t","version":"1","routes":[],
             "entities":[{"name":"Note","requiredHooks":["audit"],"fields":[{"name":"body","type":"string"}]},
                         {"name":"Free","fields":[{"name":"body","type":"string"}]}],
             "policies":[{"name":"notes","entity":"Note","allow":"true"},{"name":"free","entity":"Free","allow":"true"}]}
            """;

    @TempDir
    Path folder;

    private final Hook audit = new NamedHook("audit") {};
    private ServedApp app;
    private HookHealth health;

    @BeforeEach
    void open() {
        app = new ServedApp(folder, MANIFEST);
        health = new HookHealth(app.hooks, app.afterHooks);
    }

    @AfterEach
    void close() throws Exception {
        app.close();
    }

    @Test
    void writes_withoutTheRequiredHook_areRefused_andReadsAreNot() {
        app.hook(audit);
        String id = app.insert(Principal.ANONYMOUS, "Note", "body", "x");
        app.hooks.remove(audit);
        for (Principal principal : new Principal[] {Principal.ANONYMOUS, Principal.ADMIN}) {
            app.refused(ErrorCode.HOOK_MISSING, () -> app.insert(principal, "Note", "body", "y"));
            app.refused(ErrorCode.HOOK_MISSING, () -> app.update(principal, "Note", id, "body", "y"));
            app.refused(ErrorCode.HOOK_MISSING, () -> app.delete(principal, "Note", id));
        }
        assertThat(ErrorCode.HOOK_MISSING.status()).isEqualTo(503);
        assertThat(app.data.get(Principal.ANONYMOUS, app.entity("Note"), id).get("body"))
                .isEqualTo("x");
        app.insert(Principal.ANONYMOUS, "Free", "body", "other entities go on");

        app.hook(audit);
        app.update(Principal.ANONYMOUS, "Note", id, "body", "z");
    }

    @Test
    void transaction_thatTouchesTheEntity_isRefusedAsAWhole() {
        long head = app.store.info().headSeq();
        assertThatThrownBy(() -> app.write(
                        Principal.ADMIN,
                        new Mutation.Insert(app.draft("Free", "body", "x")),
                        new Mutation.Insert(app.draft("Note", "body", "x"))))
                .isInstanceOfSatisfying(
                        MutationFailure.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.HOOK_MISSING));
        assertThat(app.store.info().headSeq()).isEqualTo(head);
    }

    @Test
    void hookThatDoesNotApply_doesNotCount() {
        app.hook(new NamedHook("audit") {
            @Override
            public boolean appliesTo(Entity entity) {
                return false;
            }
        });
        app.refused(ErrorCode.HOOK_MISSING, () -> app.insert(Principal.ANONYMOUS, "Note", "body", "y"));
    }

    @Test
    void refusal_namesNoHook_andHealthDoes() {
        LynchetException refusal =
                app.refused(ErrorCode.HOOK_MISSING, () -> app.insert(Principal.ANONYMOUS, "Note", "body", "y"));
        assertThat(refusal.getMessage()).contains("Note").doesNotContain("audit");
        assertThat(refusal.retryAfterSeconds()).isPresent();
        assertThat(health.check().state()).isEqualTo(Health.State.DOWN);
        assertThat(health.check().message()).contains("audit", "Note").doesNotContain("Free");
        assertThat(health.needed()).isFalse();
        app.hook(audit);
        assertThat(health.check().state()).isEqualTo(Health.State.OK);
    }

    @Test
    void configuration_addsHooks_forOneEntityOrAll() {
        app.hook(audit);
        app.hooks.required().configure("Free:guard");
        app.refused(ErrorCode.HOOK_MISSING, () -> app.insert(Principal.ADMIN, "Free", "body", "y"));
        app.insert(Principal.ADMIN, "Note", "body", "y");
        app.hooks.required().configure("*:guard");
        app.refused(ErrorCode.HOOK_MISSING, () -> app.insert(Principal.ADMIN, "Note", "body", "y"));
        app.hook(new NamedHook("guard") {});
        app.insert(Principal.ADMIN, "Note", "body", "y");
        app.insert(Principal.ADMIN, "Free", "body", "y");
    }

    @Test
    void configuration_thatCantBeRead_isRefused() {
        for (String line : new String[] {"", "audit", ":audit", "Note:", "Note: ", "1:x"}) {
            assertThatThrownBy(() -> app.hooks.required().configure(line))
                    .isInstanceOfSatisfying(
                            LynchetException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID));
        }
    }

    @Test
    void manifest_thatNamesAHook_takesEffectWithTheReload() {
        app.hook(audit);
        app.reload(
                MANIFEST.replace("\"name\":\"Free\",", "\"name\":\"Free\",\"requiredHooks\":[\"audit\",\"guard\"],"));
        app.refused(ErrorCode.HOOK_MISSING, () -> app.insert(Principal.ADMIN, "Free", "body", "y"));
        app.insert(Principal.ADMIN, "Note", "body", "y");
    }
}
