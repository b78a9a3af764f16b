// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.store.memory.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreChoiceTest {
    @TempDir
    private Path data;

    private final MemoryStore one = new MemoryStore();
    private final MemoryStore other = new MemoryStore();

    @AfterEach
    void close() {
        one.close();
        other.close();
    }

    private StoreChoice choice(String configured) {
        StoreChoice choice = new StoreChoice(new ServingStoreFile(data));
        choice.configure(configured);
        return choice;
    }

    @Test
    void withoutConfiguration_theOnlyOneServes_andAnotherOneThatComesDoesNotPushItOut() {
        StoreChoice choice = choice("");
        assertThat(choice.choose(null)).isNull();
        choice.add(one, "sqlite");
        assertThat(choice.choose(null)).isSameAs(one);
        choice.serves(one, true);
        choice.add(other, "postgres");
        assertThat(choice.choose(one)).isSameAs(one);
    }

    @Test
    void severalAtOnce_withoutConfiguration_areRefusedByName() {
        StoreChoice choice = choice("");
        choice.add(one, "sqlite");
        choice.add(other, "postgres");
        assertInvalid(choice, "postgres, sqlite", "store.target");
    }

    @Test
    void configuredOne_isWaitedFor() {
        StoreChoice choice = choice("postgres");
        choice.add(one, "sqlite");
        assertThat(choice.choose(null)).isNull();
        assertThat(choice.missing()).hasValueSatisfying(text -> assertThat(text).contains("postgres"));
        choice.add(other, "postgres");
        assertThat(choice.choose(null)).isSameAs(other);
        assertThat(choice.missing()).isEmpty();
    }

    @Test
    void theOneInCharge_isRememberedByTheDataDirectory() {
        StoreChoice before = choice("");
        before.add(other, "postgres");
        before.serves(other, true);
        StoreChoice after = choice("");
        after.add(one, "sqlite");
        assertThat(after.choose(null))
                .as("rows that were left behind do not serve")
                .isNull();
        after.add(other, "postgres");
        assertThat(after.choose(null)).isSameAs(other);
    }

    @Test
    void configurationThatContradictsTheOneInCharge_isRefused_andSaysWhatToDo() {
        StoreChoice before = choice("");
        before.add(one, "sqlite");
        before.serves(one, true);
        StoreChoice choice = choice("postgres");
        choice.add(other, "postgres");
        assertInvalid(choice, "store move sqlite postgres", "store use postgres", ServingStoreFile.FILE);
        StoreChoice mistyped = choice("postgras");
        mistyped.add(one, "sqlite");
        assertInvalid(mistyped, "The store postgras is missing", "set store.target=sqlite");
    }

    @Test
    void storesThatKeepNothing_areNotRemembered() {
        StoreChoice before = choice("");
        before.add(other, "memory");
        before.serves(other, false);
        StoreChoice choice = choice("");
        choice.add(one, "sqlite");
        assertThat(choice.choose(null)).isSameAs(one);
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void order_comesFirstAsSoonAsItIsThere_andIsRemembered() {
        StoreChoice choice = choice("sqlite");
        choice.add(one, "sqlite");
        choice.serves(one, true);
        choice.order("postgres");
        assertThat(choice.choose(one)).isSameAs(one);
        choice.add(other, "postgres");
        assertThat(choice.choose(one)).isSameAs(other);
        choice.serves(other, true);
        assertThat(choice.choose(other)).isSameAs(other);
        assertThat(new ServingStoreFile(data).read()).isEqualTo("postgres");
    }

    @Test
    void updatedProvider_newestInstanceServes() {
        StoreChoice choice = choice("");
        choice.add(one, "sqlite");
        choice.add(other, "sqlite");
        assertThat(choice.choose(one)).isSameAs(other);
        choice.remove(other);
        assertThat(choice.choose(null)).isSameAs(one);
    }

    @Test
    void damagedRecord_isRefused() throws Exception {
        Files.writeString(data.resolve(ServingStoreFile.FILE), "\n");
        StoreChoice choice = choice("");
        choice.add(one, "sqlite");
        assertInvalid(choice, ServingStoreFile.FILE, "such as sqlite");
    }

    @Test
    void recordWhoseNameCannotBeSynced_isInChargeAllTheSame_asTheNextStartWillSay() {
        ServingStoreFile record = new ServingStoreFile(data, folder -> {
            throw new IOException("the disk is dying");
        });
        StoreChoice choice = new StoreChoice(record);
        choice.add(one, "sqlite");
        choice.serves(one, true);
        choice.add(other, "postgres");
        choice.order("postgres");
        choice.serves(other, true);
        assertThat(choice.choose(one)).isSameAs(other);
        assertThat(new ServingStoreFile(data).read()).isEqualTo("postgres");
    }

    private static void assertInvalid(StoreChoice choice, String... words) {
        assertThatThrownBy(() -> choice.choose(null)).isInstanceOfSatisfying(LynchetException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID);
            assertThat(e.getMessage()).contains(words);
        });
    }
}
