// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataService;
import io.lynchet.api.lease.Gate;
import io.lynchet.auth.totp.code.Base32;
import io.lynchet.auth.totp.routes.TotpScene;
import io.lynchet.auth.totp.secret.EncryptionKey;
import io.lynchet.auth.totp.secret.KeyFile;
import io.lynchet.auth.totp.secret.SecretCipher;
import io.lynchet.system.rows.SystemRows;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Breaking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets of apps at rest: what is stored, with which key, and what is possible without it. */
class SecretReencryptionTest {
    private static final byte[] SECRET = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f10111213");

    @TempDir
    Path folder;

    private TotpScene scene;

    @BeforeEach
    void begin() throws IOException {
        scene = new TotpScene(Files.createDirectory(folder.resolve("app")));
    }

    @AfterEach
    void end() {
        scene.close();
    }

    private static EncryptionKey key(int fill) {
        byte[] bytes = new byte[EncryptionKey.BYTES];
        Arrays.fill(bytes, (byte) fill);
        return new EncryptionKey(bytes);
    }

    private static void assertMissing(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(LynchetException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.SECOND_FACTOR_KEY_MISSING);
            assertThat(e.retryAfterSeconds()).isEmpty();
        });
    }

    private String stored() {
        return (String) scene.app.rows(TotpSchema.ENROLMENTS).get(0).get(TotpSchema.SECRET);
    }

    private void store(String secret) {
        new SystemRows(scene.services.data(), scene.clock)
                .update(TotpSchema.ENROLMENTS, scene.ada, draft -> draft.set(TotpSchema.SECRET, secret));
    }

    @Test
    void sealedSecret_isOpenedForItsAccountOnly_andNeverLooksTheSame() {
        SecretCipher cipher = new SecretCipher(List.of(key(1)));
        String sealed = cipher.encrypt("ada", SECRET);
        assertThat(cipher.open("ada", sealed)).isEqualTo(SECRET);
        assertThat(cipher.encrypt("ada", SECRET)).isNotEqualTo(sealed);
        assertMissing(() -> cipher.open("bob", sealed));
        assertMissing(() -> new SecretCipher(List.of(key(2))).open("ada", sealed));
        assertMissing(() -> cipher.open("ada", sealed.substring(0, sealed.length() - 2) + "AA"));
        assertMissing(() -> cipher.open("ada", "v1:" + key(1).id() + ":AAAA"));
    }

    @Test
    void newKey_seals_andTheOldOneStillOpens() {
        String before = new SecretCipher(List.of(key(1))).encrypt("ada", SECRET);
        SecretCipher both = new SecretCipher(List.of(key(2), key(1)));
        assertThat(both.open("ada", before)).isEqualTo(SECRET);
        assertThat(both.isOutdated(before)).isTrue();
        String after = both.encrypt("ada", SECRET);
        assertThat(both.isOutdated(after)).isFalse();
        assertThat(new SecretCipher(List.of(key(2))).open("ada", after)).isEqualTo(SECRET);
    }

    @Test
    void store_hasNoSecretOfAnEnrolment() throws Exception {
        byte[] secret = scene.enrol(scene.ada);
        assertThat(stored()).startsWith(SecretCipher.SEALED);
        assertThat(scene.app.rows(TotpSchema.ENROLMENTS).toString())
                .doesNotContain(HexFormat.of().formatHex(secret), Base32.encode(secret));
    }

    @Test
    void bareSecretFromBefore_worksAndIsSealedByItsFirstUse() throws Exception {
        byte[] secret = scene.enrol(scene.ada);
        store(HexFormat.of().formatHex(secret));
        assertThat(scene.show(scene.ada, TotpScene.VERIFY, scene.code(scene.ada))
                        .status())
                .isEqualTo(200);
        assertThat(stored()).startsWith(SecretCipher.SEALED);
        assertThat(scene.secret(scene.ada)).isEqualTo(secret);
    }

    @Test
    void bareSecretsFromBefore_areSealedAtTheStart_andStrangeOnesStay() throws Exception {
        byte[] secret = scene.enrol(scene.ada);
        store(HexFormat.of().formatHex(secret));
        SystemRows rows = new SystemRows(scene.services.data(), scene.clock);
        try (SecretReencryption takeover = new SecretReencryption(rows, TotpScene.SEAL)) {
            assertThat(takeover.page()).isFalse();
        }
        assertThat(stored()).startsWith(SecretCipher.SEALED);
        assertThat(scene.secret(scene.ada)).isEqualTo(secret);
        String strange = new SecretCipher(List.of(key(7))).encrypt(scene.ada, secret);
        store(strange);
        try (SecretReencryption takeover = new SecretReencryption(rows, TotpScene.SEAL)) {
            assertThat(takeover.page()).isFalse();
        }
        assertThat(stored()).isEqualTo(strange);
    }

    @ParameterizedTest
    @MethodSource("io.lynchet.testkit.Breaking#errors")
    void errorWhileAPageIsSealed_isNotTheEndOfSealing(Error error) throws Exception {
        store(HexFormat.of().formatHex(scene.enrol(scene.ada)));
        AtomicReference<Error> next = new AtomicReference<>(error);
        Gate<DataService> breaking = new Gate<>("data service");
        breaking.bind(Breaking.once(DataService.class, scene.app.service(), next));
        SystemRows rows = new SystemRows(breaking, scene.clock);
        try (SecretReencryption takeover = new SecretReencryption(rows, TotpScene.SEAL, Duration.ofMillis(1))) {
            takeover.begin();
            Await.until("the secret to be sealed", () -> stored().startsWith(SecretCipher.SEALED));
        }
        assertThat(next).hasValue(null);
    }

    @Test
    void withoutTheKey_recoveryCodesWork_andAdminsTakeTheFactorOff() throws Exception {
        List<String> recovery = scene.enable(scene.ada);
        byte[] secret = scene.secret(scene.ada);
        store(new SecretCipher(List.of(key(7))).encrypt(scene.ada, secret));
        scene.signIn(scene.ada);
        assertThatThrownBy(() -> scene.showWaiting("123456"))
                .isInstanceOfSatisfying(
                        LynchetException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.SECOND_FACTOR_KEY_MISSING));
        assertThat(scene.showWaiting(recovery.get(0)).status()).isEqualTo(200);
    }

    @Test
    void keyFile_isMadeOnce_forItsOwnerAlone() throws Exception {
        Path file = folder.resolve(KeyFile.NAME);
        List<EncryptionKey> made = KeyFile.read(file, true);
        assertThat(made).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(KeyFile.read(file, true).get(0).id()).isEqualTo(made.get(0).id());
        assertThat(Files.list(folder)).hasSize(2);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        KeyFile.read(file, true);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void keyFile_withANewKeyOnTop_hasBoth() throws Exception {
        Path file = folder.resolve(KeyFile.NAME);
        String old = KeyFile.read(file, true).get(0).id();
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.add(0, "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=");
        Files.write(file, lines);
        assertThat(KeyFile.read(file, true)).extracting(EncryptionKey::id).containsExactly(key(1).id(), old);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "AAAA\n", "this is no key\n"})
    void keyFile_withoutAKey_isRefusedByASentence_thatDoesNotQuoteIt(String text) throws Exception {
        Path file = Files.writeString(folder.resolve(KeyFile.NAME), text);
        assertThatThrownBy(() -> KeyFile.read(file, true)).isInstanceOfSatisfying(LynchetException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID);
            assertThat(e.getMessage()).contains(file.toString()).doesNotContain("AAAA", "this is no key");
        });
    }

    @Test
    void keyFile_inAFolderThatIsNotThere_isRefusedByASentence() {
        Path file = folder.resolve("gone").resolve("key");
        assertThatThrownBy(() -> KeyFile.read(file, false))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.getMessage()).contains("keyFile", file.toString()));
    }
}
