// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.routes.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.NewAccount;
import io.lynchet.auth.schema.AuthSchema;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One mailbox is one account, however its address is typed, and whenever the account was made. */
class AccountAddressesTest {
    private static final String LETTERS = "ada@m\u00fcller.example";
    private static final String APART = "ada@mu\u0308ller.example";
    private static final String ASCII = "ada@xn--mller-kva.example";

    @TempDir
    Path folder;

    private AuthScene scene;

    @BeforeEach
    void begin() {
        scene = new AuthScene(folder, false);
    }

    @AfterEach
    void end() {
        scene.close();
    }

    /** As it was stored before there was a canonical form. */
    private String old(String email) {
        String id = scene.person("x" + scene.app.head() + "@example.org").id();
        scene.rows.update(AuthSchema.ACCOUNTS, id, draft -> draft.set("email", email));
        return id;
    }

    private ErrorCode refused(Runnable call) {
        LynchetException error = catchThrowableOfType(LynchetException.class, call::run);
        assertThat(error).as("a refusal").isNotNull();
        return error.code();
    }

    private Account made(String email) {
        return scene.accounts.create(new NewAccount(email, false, null, null));
    }

    private String found(String typed) {
        return scene.accounts.byEmail(typed).map(Account::id).orElse(null);
    }

    @Test
    void newAccount_isFoundByEverySpelling_andTakenForAll() {
        Account account = made(APART);
        assertThat(account.email()).isEqualTo(ASCII);
        for (String typed : new String[] {LETTERS, APART, ASCII, "ADA@M\u00dcLLER.example"}) {
            assertThat(found(typed)).as(typed).isEqualTo(account.id());
            assertThat(refused(() -> made(typed))).as(typed).isEqualTo(ErrorCode.EMAIL_TAKEN);
        }
    }

    @Test
    void accountFromBefore_isFoundByEverySpelling_andTakenForAll() {
        String id = old(APART);
        for (String typed : new String[] {LETTERS, APART, ASCII}) {
            assertThat(found(typed)).as(typed).isEqualTo(id);
            assertThat(refused(() -> made(typed))).as(typed).isEqualTo(ErrorCode.EMAIL_TAKEN);
        }
        scene.accounts.emailVerified(id, LETTERS);
        assertThat(scene.accounts.byId(id).orElseThrow().email()).isEqualTo(ASCII);
    }

    @Test
    void twoAccountsFromBefore_thatHaveOneAddress_bothGoOn() {
        String letters = old(LETTERS);
        String ascii = old(ASCII);
        assertThat(found(LETTERS)).isEqualTo(letters);
        assertThat(found(ASCII)).isEqualTo(ascii);
        scene.accounts.emailVerified(letters, LETTERS);
        scene.accounts.emailVerified(ascii, ASCII);
        assertThat(found(LETTERS)).isEqualTo(letters);
        assertThat(found(ASCII)).isEqualTo(ascii);
        String third = scene.person("bob@example.org").id();
        assertThat(refused(() -> scene.accounts.emailVerified(third, LETTERS))).isEqualTo(ErrorCode.EMAIL_TAKEN);
    }

    @Test
    void invisibleCharacters_areRefusedInNewAddresses_andOldOnesStillWork() {
        String id = old("a\u200bda@example.org");
        assertThat(found("A\u200bda@Example.org")).isEqualTo(id);
        assertThat(found("ada@example.org")).isNull();
        scene.accounts.emailVerified(id, "a\u200bda@example.org");
        assertThat(found("a\u200bda@example.org")).isEqualTo(id);
        assertThat(refused(() -> made("bo\u200bb@example.org"))).isEqualTo(ErrorCode.INVALID_EMAIL);
        assertThat(refused(() -> scene.accounts.emailVerified(id, "bo\u202eb@example.org")))
                .isEqualTo(ErrorCode.INVALID_EMAIL);
    }
}
