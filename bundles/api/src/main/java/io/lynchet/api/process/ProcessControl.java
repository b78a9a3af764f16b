// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.process;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Changes the configuration of the running process, at once and for later starts. The launcher provides it, the shell calls it.
 *
 * <p>What is set here is kept in {@code settings.json} of the data directory. It counts more than the files of the app and of the installation, and less than the
 * environment and the command line: a key that is set there is refused here with {@code CONFLICT}, since the next start would not obey. Calls block until the
 * change has taken effect, and come one after the other. A change that a part refuses is taken back before the call fails; so is one after which something that
 * the process needs is down for 15 seconds, though it was not before.
 */
@ProviderType
public interface ProcessControl {
    /** When a change counts. */
    enum Effect {
        /** It has taken effect. */
        NOW,
        /** It is kept, and counts from the next start on. */
        NEXT_START
    }

    /**
     * Sets a key.
     *
     * @param pid of a part, such as {@code io.lynchet.http}; others than {@code io.lynchet.*} are passed on without a check
     * @param value as it would stand in the environment; commas part the items of a list
     * @throws io.lynchet.api.LynchetException {@code INVALID_PARAMETER} for an unknown key or a wrong value, {@code CONFLICT} for a key that the environment or the
     *     command line sets, and for a place where it can't listen, {@code CONFIGURATION_INVALID} when the part does not start with it, the app does not serve, or it chooses a store or transport that is not there,
     *     {@code STORE_FAILED} when it can't be kept
     */
    Effect set(String pid, String key, String value);

    /** Forgets what {@link #set} has kept, so that files and defaults count again. {@code NOT_FOUND} when nothing is kept; else as {@link #set}. */
    Effect unset(String pid, String key);

    /**
     * Installs and starts the bundles of a feature that are not there, and has it start from now on.
     *
     * @throws io.lynchet.api.LynchetException {@code NOT_FOUND} for an unknown feature, {@code CONFLICT} when the environment or the command line names the features,
     *     {@code UNAVAILABLE} when a bundle or one of its parts does not start, or the app does not serve; then the feature is stopped again
     */
    void startFeature(String name);

    /**
     * Stops and removes the bundles of a feature that no other running one has, and has it not start any more. Nothing happens to data. {@code CONFLICT} for the
     * feature {@code kernel}; {@code UNAVAILABLE} when the app does not serve without it, and then it goes on; else as {@link #startFeature}.
     */
    void stopFeature(String name);

    /**
     * Sets from which level on a logger writes.
     *
     * @param logger the beginning of names; empty for all without a level of their own
     * @param level {@code trace}, {@code debug}, {@code info}, {@code warn} or {@code error}, else {@code INVALID_PARAMETER}
     */
    void logLevel(String logger, String level);
}
