// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ConnectionsPerAddressTest {
    private final ConnectionsPerAddress places = new ConnectionsPerAddress(2);

    private ConnectionsPerAddress.Place enter(String address) {
        try {
            return places.enter(new InetSocketAddress(InetAddress.getByName(address), 1));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void addressHasItsPlaces_andOthersHaveTheirs() {
        assertThat(enter("192.0.2.1")).isNotNull();
        assertThat(enter("192.0.2.1")).isNotNull();
        assertThat(enter("192.0.2.1")).isNull();
        assertThat(enter("192.0.2.2")).isNotNull();
    }

    @Test
    void placeThatIsLeft_twice_isFreeOnce() {
        ConnectionsPerAddress.Place first = enter("192.0.2.1");
        enter("192.0.2.1");
        first.leave();
        first.leave();
        assertThat(enter("192.0.2.1")).isNotNull();
        assertThat(enter("192.0.2.1")).isNull();
    }

    @Test
    void ipv6_countsByItsFirst64Bits() {
        assertThat(enter("2001:db8::1")).isNotNull();
        assertThat(enter("2001:db8::2")).isNotNull();
        assertThat(enter("2001:db8:0:0:ffff::3")).isNull();
        assertThat(enter("2001:db8:0:1::1")).isNotNull();
    }

    @Test
    void addressesThatHaveLeft_takeNoRoom() {
        for (int i = 0; i < 100; i++) {
            enter("192.0.2." + i).leave();
        }
        assertThat(enter("192.0.2.7")).isNotNull();
        assertThat(places.addresses()).isEqualTo(1);
    }

    @Test
    void noLimit_isNone() {
        ConnectionsPerAddress any = new ConnectionsPerAddress(0);
        for (int i = 0; i < 10; i++) {
            assertThat(any.enter(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)))
                    .isNotNull();
        }
    }
}
