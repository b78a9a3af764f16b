// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.shell.cli;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a command finds around it: services, which may come and go, and facts about the framework. */
public interface Services {
    /** The service that serves now. */
    <T> Optional<T> find(Class<T> type);

    /** All of them, in order of registration. */
    <T> List<T> all(Class<T> type);

    /** By id. */
    List<BundleFacts> bundles();

    /** Configuration by PID, in order of the PIDs; empty without Config Admin. */
    Map<String, Map<String, Object>> configurations();

    /** A file of the distribution, such as {@code features/shell.json}; empty when there is none. */
    Optional<byte[]> file(String path);

    /**
     * The service, or {@code UNAVAILABLE} in a sentence.
     *
     * @param what such as {@code data service}
     */
    default <T> T need(Class<T> type, String what) {
        return find(type)
                .orElseThrow(() -> new LynchetException(
                        ErrorCode.UNAVAILABLE,
                        "The " + what + " is not there right now; \"health\" and \"bundles\" tell more."));
    }
}
