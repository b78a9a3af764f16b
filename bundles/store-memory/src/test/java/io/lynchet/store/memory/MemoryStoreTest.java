// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.query.Filter;
import io.lynchet.api.store.Commit;
import io.lynchet.api.store.Guard;
import io.lynchet.api.store.Snapshot;
import io.lynchet.api.store.Write;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.Plans;
import io.lynchet.testkit.Recording;
import io.lynchet.testkit.Sample;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class MemoryStoreTest {
    private final Sample app = new Sample();

    @Test
    void queueMax_outOfRange_isRefusedWithItsName() {
        LynchetException failure = catchThrowableOfType(LynchetException.class, () -> MemoryStore.withQueue(0));
        assertThat(failure.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID);
        assertThat(failure).hasMessageContaining("queueMax");
    }

    @Test
    void listenerThatThrows_harmsNeitherTheCommitNorOtherListeners() {
        try (MemoryStore store = new MemoryStore()) {
            store.install(app.schema(), Plans.create(app.schema()));
            Recording heard = new Recording();
            store.listen(changes -> {
                throw new IllegalStateException("a listener that breaks its contract");
            });
            store.listen(heard);
            Await.value(store.commit(Commit.of(new Write.Insert(app.user("u1")), Guard.NONE)));
            assertThat(heard.seqs()).containsExactly(1L);
        }
    }

    @Test
    void snapshot_afterItsClose_isNotUsable() {
        try (MemoryStore store = new MemoryStore()) {
            store.install(app.schema(), Plans.create(app.schema()));
            Snapshot snapshot = store.snapshot();
            snapshot.close();
            Assertions.assertThatIllegalStateException()
                    .isThrownBy(() -> snapshot.count(app.user(), Filter.Constant.TRUE));
        }
    }

    @Test
    void install_afterClose_isUnavailable() {
        MemoryStore store = new MemoryStore();
        store.close();
        store.close();
        assertThat(catchThrowableOfType(
                                LynchetException.class, () -> store.install(app.schema(), Plans.create(app.schema())))
                        .code())
                .isEqualTo(ErrorCode.UNAVAILABLE);
    }
}
