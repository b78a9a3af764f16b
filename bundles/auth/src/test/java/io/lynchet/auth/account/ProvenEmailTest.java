// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Account;
import io.lynchet.api.auth.AccountRecords;
import io.lynchet.api.auth.NewAccount;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.auth.schema.AuthSchema;
import io.lynchet.auth.schema.ManifestAuth;
import io.lynchet.auth.session.SessionGuardedWrite;
import io.lynchet.system.rows.SystemRows;
import io.lynchet.testkit.data.ServedApp;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An address proven by somebody, and by the account's own user: the first ends all that was there, the second nothing.
 */
class ProvenEmailTest implements AccountRecords {
    private static final String EMAIL = "ada@example.org";

    @TempDir
    Path folder;

    private final List<String> asked = new ArrayList<>();
    private ServedApp app;
    private SystemRows rows;
    private AccountRows accounts;
    private Account account;

    @BeforeEach
    void start() throws Exception {
        app = new ServedApp(folder, """
                {"manifest_version":1,"name":"t","version":"1","routes":[],"policies":[],"entities":[
                {"name":"User","fields":[{"name":"email","type":"string"},{"name":"emailVerified","type":"bool"}]}]}""", new AuthSchema());
        rows = new SystemRows(app.gate(), Clock.systemUTC());
        accounts = new AccountRows(
                rows, new ManifestAuth(), List.of(this), new RowRemovalQueue(rows, RowRemovalQueue.STEP_MAX, () -> {}));
        account = accounts.create(new NewAccount(EMAIL, false, null, null));
        accounts.link(account.id(), "corp", "1");
        session("session", draft -> draft);
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Override
    public List<Mutation> credentials(DataService data, String userId) {
        asked.add(userId);
        return List.of();
    }

    @Override
    public List<Mutation> others(DataService data, String userId) {
        return List.of();
    }

    private void session(String id, UnaryOperator<Draft> besides) {
        rows.insert(
                AuthSchema.SESSIONS,
                id,
                draft -> besides.apply(draft.set("userId", account.id())
                        .set("family", id)
                        .set("tokenPrefix", "pylon_")
                        .set("method", "password")
                        .set("address", "192.0.2.1")
                        .set("guest", false)
                        .set("createdAt", rows.now())
                        .set("expiresAt", rows.now().plus(Duration.ofDays(1)))));
    }

    private ErrorCode refused(String userId, String sessionId, String email) {
        long head = app.head();
        LynchetException error =
                catchThrowableOfType(LynchetException.class, () -> accounts.emailConfirmed(userId, sessionId, email));
        assertThat(error).as("a refusal").isNotNull();
        assertThat(app.head()).as("head of the log").isEqualTo(head);
        return error.code();
    }

    @Test
    void emailVerified_ofAnUnprovenAddress_endsWhatLetsIn() {
        accounts.emailVerified(account.id(), EMAIL);
        assertThat(asked).containsOnly(account.id());
        assertThat(app.rows(AuthSchema.SESSIONS)).isEmpty();
        assertThat(app.rows(AuthSchema.LINKS)).isEmpty();
        assertThat(accounts.byId(account.id()).orElseThrow().emailVerified()).isTrue();
    }

    @Test
    void emailVerified_takesNoSecondFactorOff() {
        accounts.secondFactor(account.id(), "totp");
        accounts.emailVerified(account.id(), EMAIL);
        assertThat(app.rows(AuthSchema.ACCOUNTS))
                .singleElement()
                .satisfies(row -> assertThat(row.get("secondFactor")).isEqualTo("totp"));
    }

    @Test
    void emailConfirmed_byAnOpenSession_endsNothing() {
        accounts.secondFactor(account.id(), "totp");
        accounts.emailConfirmed(account.id(), "session", "Ada@Example.org");
        assertThat(asked).isEmpty();
        assertThat(app.rows(AuthSchema.SESSIONS)).hasSize(1);
        assertThat(app.rows(AuthSchema.LINKS)).hasSize(1);
        assertThat(app.rows(AuthSchema.ACCOUNTS)).singleElement().satisfies(row -> {
            assertThat(row.get("email")).isEqualTo(EMAIL);
            assertThat(row.get("emailVerified")).isEqualTo(true);
            assertThat(row.get("secondFactor")).isEqualTo("totp");
        });
        assertThat(app.rows("User"))
                .singleElement()
                .satisfies(row -> assertThat(row.get("emailVerified")).isEqualTo(true));
    }

    @Test
    void emailConfirmed_ofAnotherAddress_becomesTheAccounts() {
        accounts.emailConfirmed(account.id(), "session", "new@example.org");
        assertThat(accounts.byEmail(EMAIL)).isEmpty();
        assertThat(accounts.byEmail("new@example.org")).map(Account::id).hasValue(account.id());
        assertThat(app.rows("User"))
                .singleElement()
                .satisfies(row -> assertThat(row.get("email")).isEqualTo("new@example.org"));
    }

    @Test
    void emailConfirmed_byASessionThatIsNotOpenOrNotTheirs_isRefused() {
        Account other = accounts.create(new NewAccount("bob@example.org", false, null, null));
        session("expired", draft -> draft.set("expiresAt", rows.now()));
        session("waiting", draft -> draft.set("awaits", "totp"));
        session("used", draft -> draft.set("renewedAt", rows.now()));
        for (String id : List.of("expired", "waiting", "used", "none")) {
            assertThat(refused(account.id(), id, EMAIL)).as(id).isEqualTo(ErrorCode.SESSION_EXPIRED);
        }
        assertThat(refused(other.id(), "session", "bob@example.org")).isEqualTo(ErrorCode.SESSION_EXPIRED);
    }

    @Test
    void emailConfirmed_toAnAddressOfAnother_isRefused() {
        accounts.create(new NewAccount("bob@example.org", false, null, null));
        assertThat(refused(account.id(), "session", "bob@example.org")).isEqualTo(ErrorCode.EMAIL_TAKEN);
    }

    @Test
    void emailConfirmed_ofNoAddressOrNoAccount_isRefused() {
        assertThat(refused(account.id(), "session", "nobody")).isEqualTo(ErrorCode.INVALID_EMAIL);
        rows.delete(AuthSchema.ACCOUNTS, account.id());
        assertThat(refused(account.id(), "session", EMAIL)).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void write_whenTheSessionEndsBetweenTheLookAndTheWrite_isRefused() {
        LynchetException error = catchThrowableOfType(
                LynchetException.class,
                () -> SessionGuardedWrite.write(rows, account.id(), "session", service -> {
                    service.write(
                                    Principal.ADMIN,
                                    List.of(new Mutation.Delete(
                                            SystemRows.entity(service, AuthSchema.SESSIONS), "session", Mutation.ANY)),
                                    Optional.empty())
                            .toCompletableFuture()
                            .join();
                    return List.of(new Mutation.Delete(
                            SystemRows.entity(service, AuthSchema.ACCOUNTS), account.id(), Mutation.ANY));
                }));
        assertThat(error.code()).isEqualTo(ErrorCode.SESSION_EXPIRED);
        assertThat(accounts.byId(account.id())).isPresent();
    }
}
