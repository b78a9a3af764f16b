// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.cli;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The environment of a command: services, which may come and go, and facts about the framework. */
public interface ShellServices {
    /** Returns the service that serves now. */
    <T> Optional<T> find(Class<T> type);

    /** Returns all services of a type, in order of registration. */
    <T> List<T> all(Class<T> type);

    /** Returns the bundles by id. */
    List<BundleFacts> bundles();

    /** Returns the configurations by PID, in order of the PIDs; empty without Config Admin. */
    Map<String, Map<String, Object>> configurations();

    /** Returns a file of the distribution, such as {@code features/shell.json}; empty when it is missing. */
    Optional<byte[]> file(String path);

    /**
     * Returns the service, or fails with {@code UNAVAILABLE}.
     *
     * @param what its name for the message, such as {@code data service}
     */
    default <T> T need(Class<T> type, String what) {
        return find(type)
                .orElseThrow(() -> new LynchetException(
                        ErrorCode.UNAVAILABLE,
                        "The " + what + " is not available now; \"health\" and \"bundles\" show why."));
    }
}
