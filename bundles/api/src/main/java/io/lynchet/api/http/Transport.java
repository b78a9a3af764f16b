// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.osgi.annotation.versioning.ConsumerType;

/** Speaks HTTP on a port. Registered as a service while it accepts connections. */
@ConsumerType
public interface Transport {
    /** Short name, such as {@code jetty}. */
    String name();

    /** Where it listens, with the real port. */
    InetSocketAddress address();

    /** Requests being answered right now. */
    int requestsInFlight();

    /** Stops accepting, answers what is running (with {@code Connection: close}), and returns when that is done or the time is over. */
    void drain(Duration atMost);
}
