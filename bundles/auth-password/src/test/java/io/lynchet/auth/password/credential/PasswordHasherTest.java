// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PasswordHasherTest {
    private final PasswordHasher hasher = new PasswordHasher(new HashCost(64, 1, 1), 1, 1);

    // Made by the reference implementation: argon2 somesalt -id -t 2 -k 65536 -p 1, from its own tests.
    private static final String REFERENCE =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ" + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    @Test
    void matches_aHashOfTheReferenceImplementation() {
        assertThat(hasher.matches("password", REFERENCE)).isTrue();
        assertThat(hasher.matches("passwore", REFERENCE)).isFalse();
        assertThat(hasher.outdated(REFERENCE)).isTrue();
    }

    @Test
    void hash_ofTheSamePasswordTwice_differsAndMatches() {
        String first = hasher.hash("an honest secret");
        assertThat(hasher.hash("an honest secret")).isNotEqualTo(first);
        assertThat(hasher.matches("an honest secret", first)).isTrue();
        assertThat(hasher.outdated(first)).isFalse();
        assertThat(PhcString.parse(first).format()).isEqualTo(first);
    }

    @Test
    void parse_ofSomethingElse_failsWithoutRepeatingIt() {
        for (String text : new String[] {"", "secret", REFERENCE.replace("argon2id", "argon2i"), REFERENCE + "$x"}) {
            assertThatThrownBy(() -> PhcString.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A stored password hash is not in the expected form.");
        }
        assertThat(PhcString.parse(REFERENCE)).hasToString("hash of " + new HashCost(65_536, 2, 1));
    }

    @Test
    void hash_whenNoPlaceIsFree_isOverloaded() {
        PasswordHasher full = new PasswordHasher(new HashCost(64, 1, 1), 0, 1);
        assertThatThrownBy(() -> full.hash("an honest secret"))
                .isInstanceOfSatisfying(LynchetException.class, error -> {
                    assertThat(error.code()).isEqualTo(ErrorCode.OVERLOADED);
                    assertThat(error.retryAfterSeconds()).isPresent();
                });
        assertThat(full.operations()).isZero();
    }

    // The bundle has only some classes of the library in it; here nothing but those can be found.
    @Test
    void library_asFarAsItIsInTheBundle_isComplete() throws Exception {
        URL classes = PasswordHasher.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader alone = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
            String library = "org.bouncycastle.crypto.";
            Class<?> builders = alone.loadClass(library + "params.Argon2Parameters$Builder");
            Object builder = builders.getConstructor(int.class).newInstance(2);
            builders.getMethod("withMemoryAsKB", int.class).invoke(builder, 65_536);
            builders.getMethod("withIterations", int.class).invoke(builder, 2);
            builders.getMethod("withParallelism", int.class).invoke(builder, 1);
            builders.getMethod("withSalt", byte[].class).invoke(builder, (Object) "somesalt".getBytes("US-ASCII"));
            Class<?> generators = alone.loadClass(library + "generators.Argon2BytesGenerator");
            Object generator = generators.getConstructor().newInstance();
            Object parameters = builders.getMethod("build").invoke(builder);
            generators.getMethod("init", parameters.getClass()).invoke(generator, parameters);
            byte[] hash = new byte[32];
            generators
                    .getMethod("generateBytes", byte[].class, byte[].class)
                    .invoke(generator, "password".getBytes("US-ASCII"), hash);
            assertThat(generators.getClassLoader()).isSameAs(alone);
            assertThat(HexFormat.of().formatHex(hash))
                    .isEqualTo("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
        }
    }
}
