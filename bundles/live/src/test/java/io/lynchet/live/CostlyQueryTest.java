// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.CallContext;
import io.lynchet.api.data.DataSnapshot;
import io.lynchet.api.data.ReadScope;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.schema.Entity;
import io.lynchet.testkit.Await;
import io.lynchet.testkit.socket.FakeSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Live queries that take longer to read than they may. */
class CostlyQueryTest {
    private static final String MANIFEST = """
            {"manifest_version":1,"name":"t","version":"1","routes":[],
             "entities":[{"name":"News","fields":[{"name":"title","type":"string"}]}],
             "policies":[{"name":"all","entity":"News","allow":"true"}]}
            """;

    @TempDir
    Path folder;

    private final AtomicInteger reads = new AtomicInteger();
    private LiveScene scene;

    @BeforeEach
    void open() throws IOException {
        scene = new LiveScene(folder, MANIFEST);
        ReadScopes real = scene.app.scopes();
        scene.services.scopes().unbind(real);
        scene.services.scopes().bind(new TooSlow(real));
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    private final class TooSlow implements ReadScopes {
        private final ReadScopes real;

        TooSlow(ReadScopes real) {
            this.real = real;
        }

        @Override
        public ReadScope scope(Principal principal, Entity entity, Instant now) {
            return real.scope(principal, entity, now);
        }

        @Override
        public <T> T now(Function<DataSnapshot, T> body) {
            reads.incrementAndGet();
            boolean forClients = CallContext.current() != null;
            throw new LynchetException(
                    forClients ? ErrorCode.QUERY_TIMEOUT : ErrorCode.INTERNAL, "The read took too long.");
        }
    }

    @Test
    void query_thatTakesTooLong_isRefusedAndNotTriedAgain() {
        FakeSocket ann = scene.socket(Principal.user("ann"));
        LiveClient client = scene.subscribe(ann, "\"entity\":\"News\"");
        Await.until("the refusal", () -> {
            scene.take(ann);
            return client.error != null;
        });
        assertThat(((Map<?, ?>) client.error.plain()).get("code")).isEqualTo("QUERY_TIMEOUT");
        assertThat(reads).hasValue(1);
    }
}
