// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.process;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The control of the running process: it changes the configuration at once and for later starts. The launcher provides
 * it, the shell calls it.
 *
 * <p>Settings are stored in {@code settings.json} of the data directory. They override the files of the app and of the
 * installation. The environment and the command line override them: a key set there is refused here with
 * {@code CONFLICT}, since the next start would ignore the setting.
 *
 * <p>Calls block until the change has taken effect, and run one after the other. A change that a part refuses is undone
 * before the call fails. A change is undone, too, when something that the process needs is down for 15 seconds after
 * it, though it was not before.
 */
@ProviderType
public interface ProcessControl {
    /** The time from which a change is effective. */
    enum Effect {
        /** The change has taken effect. */
        NOW,
        /** The change is stored and takes effect with the next start. */
        NEXT_START
    }

    /**
     * Sets a key.
     *
     * @param pid the PID of a part, such as {@code io.lynchet.http}; PIDs other than {@code io.lynchet.*} are passed on
     *     without a check
     * @param value the value as in the environment; commas separate the items of a list
     * @throws io.lynchet.api.LynchetException {@code INVALID_PARAMETER} for an unknown key or an invalid value;
     *     {@code CONFLICT} for a key that the environment or the command line sets, and for an address on which it
     *     can't listen; {@code CONFIGURATION_INVALID} when the part does not start with it, the app does not serve, or
     *     it chooses a missing store or transport; {@code STORE_FAILED} when it can't be stored
     */
    Effect set(String pid, String key, String value);

    /**
     * Removes a setting made by {@link #set}, so that files and defaults apply again. Fails with {@code NOT_FOUND} when
     * there is no such setting, otherwise like {@link #set}.
     */
    Effect unset(String pid, String key);

    /**
     * Installs and starts the missing bundles of a feature, now and at later starts.
     *
     * @throws io.lynchet.api.LynchetException {@code NOT_FOUND} for an unknown feature; {@code CONFLICT} when the
     *     environment or the command line names the features; {@code UNAVAILABLE} when a bundle or one of its parts
     *     does not start, or the app does not serve; then the feature is stopped again
     */
    void startFeature(String name);

    /**
     * Stops and removes the bundles of a feature that no other running feature has, now and at later starts. Data is
     * not touched. Fails with {@code CONFLICT} for the feature {@code kernel}. Fails with {@code UNAVAILABLE} when the
     * app does not serve without the feature, which then goes on. Otherwise fails like {@link #startFeature}.
     */
    void stopFeature(String name);

    /**
     * Sets the lowest level that a logger writes.
     *
     * @param logger the beginning of logger names; empty for all without a level of their own
     * @param level {@code trace}, {@code debug}, {@code info}, {@code warn} or {@code error}, else
     *     {@code INVALID_PARAMETER}
     */
    void logLevel(String logger, String level);
}
