// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Hook;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.ReloadReport;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.store.Store;
import io.lynchet.data.app.ServingState;
import io.lynchet.data.hook.AfterHooks;
import io.lynchet.data.hook.HookChain;
import io.lynchet.data.read.ReadLimits;
import io.lynchet.data.store.LongCalls;
import io.lynchet.data.store.ServingStoreFile;
import io.lynchet.data.store.StoreChoice;
import io.lynchet.data.store.StoreFeed;
import io.lynchet.data.store.StoreSwitch;
import io.lynchet.manifest.FileManifests;
import io.lynchet.policy.ExpressionPolicyEngine;
import io.lynchet.store.memory.MemoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.Assertions;

/**
 * An app served by the data service, the real policy engine and manifest reader, and the reference store; without a
 * framework.
 */
public final class ServedApp implements AutoCloseable {
    public final Gate<Store> stores = new Gate<>("store");
    public final StoreFeed feed = new StoreFeed(stores);
    public final ServingState state = new ServingState();
    final HookChain hooks = new HookChain(state);
    final LongCalls longCalls = new LongCalls();
    public final StoreChoice choice;
    final StoreSwitch switching;
    final DataBundle parts;
    public final OperatorControl control;
    final TestClock clock = new TestClock();
    final AfterHooks afterHooks = new AfterHooks(hooks, feed, state, clock);
    final MemoryStore store = new MemoryStore();
    public final ReadLimits limits = new ReadLimits(ReadLimits.Settings.DEFAULT, System::nanoTime);
    public final DataService data = new GuardedDataService(state, stores, hooks, Clock.systemUTC(), limits);
    private final Path manifest;
    private long nextServiceId;

    public ServedApp(Path folder, String manifestJson) {
        choice = new StoreChoice(new ServingStoreFile(folder));
        switching = new StoreSwitch(stores, longCalls, feed, choice);
        parts = new DataBundle(state, choice, switching);
        control = new OperatorControl(parts, state, stores, Clock.systemUTC());
        manifest = folder.resolve("manifest.json");
        write(manifestJson);
        parts.engines().bind(new ExpressionPolicyEngine());
        parts.readers().bind(new FileManifests(manifest));
        choice.add(store, "memory");
        parts.reassemble(Set.of());
        ReloadReport report = parts.lastReload().orElseThrow();
        Assertions.assertThat(report.diagnostics()).isEmpty();
    }

    void write(String manifestJson) {
        try {
            Files.writeString(manifest, manifestJson);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ReloadReport reload(String manifestJson, String... acceptedLoss) {
        write(manifestJson);
        return control.reload(Set.of(acceptedLoss));
    }

    void hook(Hook hook) {
        hooks.add(0, nextServiceId++, hook);
    }

    public Entity entity(String name) {
        return data.entity(name);
    }

    Draft draft(String entity, Object... namesAndValues) {
        Draft draft = new Draft(entity(entity));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            draft.set((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return draft;
    }

    public String insert(Principal principal, String entity, Object... namesAndValues) {
        return write(principal, new Mutation.Insert(draft(entity, namesAndValues)))
                .items()
                .get(0)
                .id();
    }

    WriteResult update(Principal principal, String entity, String id, Object... namesAndValues) {
        return write(principal, new Mutation.Update(id, draft(entity, namesAndValues), Mutation.ANY));
    }

    WriteResult delete(Principal principal, String entity, String id) {
        return write(principal, new Mutation.Delete(entity(entity), id, Mutation.ANY));
    }

    WriteResult write(Principal principal, Mutation... mutations) {
        return settle(principal, Arrays.asList(mutations));
    }

    private WriteResult settle(Principal principal, List<Mutation> mutations) {
        try {
            return data.write(principal, mutations, Optional.empty())
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof LynchetException refused) {
                throw refused;
            }
            throw e;
        }
    }

    /** Asserts that the call is refused with the code, and that nothing was written. */
    LynchetException refused(ErrorCode code, Runnable call) {
        long head = store.info().headSeq();
        LynchetException[] caught = new LynchetException[1];
        Assertions.assertThatThrownBy(call::run).isInstanceOfSatisfying(LynchetException.class, e -> {
            Assertions.assertThat(e.code()).isEqualTo(code);
            caught[0] = e;
        });
        Assertions.assertThat(store.info().headSeq()).as("changes written").isEqualTo(head);
        return caught[0];
    }

    @Override
    public void close() throws Exception {
        afterHooks.close();
        state.close();
        store.close();
    }
}
