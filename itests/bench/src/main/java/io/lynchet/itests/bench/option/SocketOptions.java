// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.option;

import io.lynchet.itests.bench.load.Target;
import io.lynchet.itests.bench.socket.SocketFarm.Opening;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the scenarios with sockets want to know. Servers limit the sockets of one address, so they come from many of the
 * loopback net.
 */
public record SocketOptions(Options all, int sockets, int touched, List<Integer> subscriptions) {
    private static final int SOCKETS_PER_ADDRESS = 100;
    private static final int FIRST_ADDRESS = 2;

    public static SocketOptions of(Options all) throws UsageException {
        int sockets = all.whole("--sockets", 1, 50_000);
        int touched = all.whole("--touched", 1, 1_000_000);
        List<Integer> subscriptions = new ArrayList<>();
        for (String one : all.value("--subscriptions").split(",", -1)) {
            int count = Options.whole("--subscriptions", one, 1, 1_000_000);
            if (count % touched != 0) {
                throw new UsageException("--subscriptions must be a multiple of --touched, was " + count);
            }
            subscriptions.add(count);
        }
        if (all.rate() == 0 && all.scenarios().contains(Scenario.FANOUT)) {
            throw new UsageException("--scenario fanout needs --rate, the writes per second");
        }
        return new SocketOptions(all, sockets, touched, List.copyOf(subscriptions));
    }

    /** How many writes that is at the given rate. */
    public int writes(Duration time) throws UsageException {
        return (int) (time.toNanos() / 1e9 * all.rate());
    }

    public int groupsMax() {
        return subscriptions.stream().mapToInt(count -> count / touched).max().orElseThrow();
    }

    /** How the socket with that number is opened. */
    public Opening opening(Target target, String path, int number) {
        int address = FIRST_ADDRESS + number / SOCKETS_PER_ADDRESS;
        return new Opening(target.prefix() + path, "127.0." + address / 250 + "." + (address % 250 + 1), null, 0);
    }
}
