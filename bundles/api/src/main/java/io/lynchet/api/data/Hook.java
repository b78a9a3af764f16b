// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Change;
import io.lynchet.api.row.Draft;
import io.lynchet.api.schema.Entity;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Code of an app that takes part in every write, on every path (REST, transact, push, import, functions). A bundle
 * registers it as a service. A hook may come, go and be replaced at any time; a running write keeps the hooks with
 * which it began.
 *
 * <p><b>Before-hooks</b> run on the caller's thread, in order of {@link #name()}. They run before the policy check,
 * except that a rule that denies whatever the row refuses the write first. The data service validates their changes
 * like the caller's own data. But they may set readonly and server-only fields, and references to rows that the caller
 * may not read. A value of theirs that does not fit refuses the write with {@code INTERNAL}, since it is not the
 * client's fault. A {@link io.lynchet.api.LynchetException} refuses the write (use {@code HOOK_REJECTED}). Any other
 * exception refuses it with {@code INTERNAL}. Before-hooks must not write through the data service.
 *
 * <p><b>After-hooks</b> run on threads of the data service, one thread for each hook, change by change in order of seq.
 * They run when the whole commit is stored, after or while the caller gets its result. They can't fail the write. The
 * data service logs their exceptions, errors included, once a minute for each kind, and the hook goes on with the next
 * change.
 *
 * <p>A hook that hangs or lags delays only itself, and the health check "hooks" names it. It hangs after 30 seconds in
 * one change, and lags after 60 seconds behind the log. A hook so slow that the log is pruned before it misses those
 * changes, and the log of the process names them. After a crash, a change may never have reached an after-hook.
 *
 * <p><b>Writes of after-hooks:</b> an after-hook may write through the data service, also to its own entity. Such a
 * write is one level deeper than the write that triggered the hook. Beyond {@link #DEPTH_MAX} levels it is refused with
 * {@code HOOK_LOOP}. The depth passes on to writes that a hook begins on its calling thread, and to no others.
 *
 * <p><b>Required hooks:</b> a manifest ({@code requiredHooks} of an entity) and the configuration of the data service
 * name required hooks. While one of them is missing, or does not apply to the entity, writes to the entity are refused
 * with {@code HOOK_MISSING}.
 */
@ConsumerType
public interface Hook {
    /** The most levels of writes that hooks may trigger from one another. */
    int DEPTH_MAX = 16;

    /**
     * Returns the stable name, by which the hook can be required. Of several hooks with one name, the newest serves.
     */
    String name();

    /** Returns whether the hook takes part in writes to this entity. System entities are never offered. */
    boolean appliesTo(Entity entity);

    /** Runs before an insert; may change the draft. Default: does nothing. */
    default void beforeInsert(Principal principal, Draft draft) {}

    /** Runs before an update; may change the patch. The stored row is not known here. Default: does nothing. */
    default void beforeUpdate(Principal principal, String id, Draft patch) {}

    /** Runs before a delete; may only refuse it. Default: does nothing. */
    default void beforeDelete(Principal principal, Entity entity, String id) {}

    /** Runs after a committed change. Default: does nothing. */
    default void after(Change change) {}
}
