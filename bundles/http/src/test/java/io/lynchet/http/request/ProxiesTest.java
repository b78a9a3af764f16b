// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.testkit.http.FakeInbound;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
    private static final String PEER = "192.0.2.7";

    /** @param header lines separated by a bar; null for none */
    private static FakeInbound request(String header) {
        return with(new FakeInbound("GET", "/", ""), "X-Forwarded-For", header);
    }

    private static FakeInbound with(FakeInbound inbound, String name, String header) {
        if (header != null) {
            for (String line : header.split("\\|", -1)) {
                inbound.adding(name, line);
            }
        }
        return inbound;
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // Nobody in front: nothing is read.
                "0, -, 192.0.2.7",
                "0, '10.0.0.1', 192.0.2.7",
                // One proxy: the last entry, whatever the client has written before it.
                "1, '10.0.0.1', 10.0.0.1",
                "1, '6.6.6.6, 10.0.0.1', 10.0.0.1",
                "1, '6.6.6.6,10.0.0.1', 10.0.0.1",
                "1, 'a,,%,\"\",6.6.6.6 ,\t10.0.0.1 ', 10.0.0.1",
                "1, '6.6.6.6|10.0.0.1', 10.0.0.1",
                "1, '6.6.6.6, 7.7.7.7|8.8.8.8, 10.0.0.1', 10.0.0.1",
                "1, '|10.0.0.1', 10.0.0.1",
                // Two: the last but one, over all lines.
                "2, '10.0.0.1, 10.0.0.2', 10.0.0.1",
                "2, '10.0.0.1|10.0.0.2', 10.0.0.1",
                "2, '6.6.6.6|10.0.0.1|10.0.0.2', 10.0.0.1",
                "2, '6.6.6.6, 10.0.0.1|10.0.0.2', 10.0.0.1",
                "2, '6.6.6.6|10.0.0.1, 10.0.0.2', 10.0.0.1",
                "2, ', 10.0.0.1, unknown', 10.0.0.1",
                // Too short: it did not come through all of them.
                "1, -, 192.0.2.7",
                "2, '10.0.0.2', 192.0.2.7",
                "3, '10.0.0.1|10.0.0.2', 192.0.2.7",
                "16, '10.0.0.2', 192.0.2.7",
                // Notations.
                "1, '10.0.0.1:5123', 10.0.0.1",
                "1, '2001:db8::1', 2001:db8:0:0:0:0:0:1",
                "1, '[2001:DB8::1]', 2001:db8:0:0:0:0:0:1",
                "1, '[2001:db8::1]:443', 2001:db8:0:0:0:0:0:1",
                "1, '::ffff:10.0.0.1', 10.0.0.1"
            })
    void address_isTheEntryThatTheFirstProxyHasAdded(int proxies, String header, String address) {
        assertThat(new Proxies(proxies).addressOf(request(header))).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "10.0.0.1,",
                "unknown",
                "_hidden",
                "localhost",
                "10.0.0",
                "10.0.0.256",
                "10.0.0.1:",
                "10.0.0.1:x",
                "10.0.0.1:123456",
                "10.0.0.1:-1",
                "\"10.0.0.1\"",
                "for=10.0.0.1",
                "10.0.0.1 10.0.0.2",
                "10.0.0.1;x",
                "[2001:db8::1",
                "2001:db8::1]",
                "[2001:db8::1]x",
                "[2001:db8::1]:",
                "x[2001:db8::1]:1",
                "[[2001:db8::1]]",
                "[10.0.0.1]",
                "2001:db8::1::",
                "fe80::1%eth0",
                "10.0.0.1%",
                "2001:db8:::1",
                "1:2:3:4:5:6:7:8:9"
            })
    void garbage_isThePeer(String entry) {
        assertThat(new Proxies(1).addressOf(request("6.6.6.6, " + entry))).isEqualTo(PEER);
    }

    @Test
    void peer_isWithoutBrackets() {
        assertThat(new Proxies(0).addressOf(request(null).from("[2001:db8:0:0:0:0:0:1]")))
                .isEqualTo("2001:db8:0:0:0:0:0:1");
        assertThat(new Proxies(1).addressOf(request("x").from("[::1]"))).isEqualTo("::1");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "0, '10.0.0.1', 'https', false",
                "1, '10.0.0.1', 'https', true",
                "1, '10.0.0.1', 'HTTPS', true",
                "1, '10.0.0.1', 'http', false",
                "1, '10.0.0.1', -, false",
                "1, '10.0.0.1', 'gopher', false",
                "1, -, 'https', false",
                "1, 'garbage', 'https', false",
                "1, '10.0.0.1', 'https, http', false",
                "1, '10.0.0.1', 'https|http', false",
                "1, '10.0.0.1', 'http|https', true",
                "2, '10.0.0.1, 10.0.0.2', 'https', true",
                "2, '10.0.0.1, 10.0.0.2', 'https, http', true",
                "2, '10.0.0.1, 10.0.0.2', 'https, http, http', false",
                "2, '10.0.0.2', 'https', false",
                "3, '10.0.0.1, 10.0.0.2, 10.0.0.3', 'https, https', false"
            })
    void secure_isWhatTheFirstProxySays_whenTheRequestCameThroughAll(
            int proxies, String addresses, String schemes, boolean secure) {
        FakeInbound request = with(request(addresses), "X-Forwarded-Proto", schemes);
        assertThat(new Proxies(proxies).secure(request)).isEqualTo(secure);
    }

    @Test
    void secure_withoutAWordOfAProxy_isWhatTheTransportSays() {
        assertThat(new Proxies(0).secure(request(null).overTls())).isTrue();
        assertThat(new Proxies(1).secure(request("10.0.0.1").overTls())).isTrue();
        assertThat(new Proxies(1).secure(request("10.0.0.1").overTls().with("X-Forwarded-Proto", "http")))
                .isFalse();
        assertThat(new Proxies(0).secure(request("10.0.0.1").overTls().with("X-Forwarded-Proto", "http")))
                .isTrue();
    }

    @Test
    void proxyThatNobodyHasToldOf_isSuspectedByItsHeader() {
        assertThat(new Proxies(0).isUnknownOneInFront(request("10.0.0.1"))).isTrue();
        assertThat(new Proxies(0).isUnknownOneInFront(request(null))).isFalse();
        assertThat(new Proxies(1).isUnknownOneInFront(request("10.0.0.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 17})
    void countOutOfRange_isRefused(int count) {
        assertThatThrownBy(() -> new Proxies(count))
                .isInstanceOfSatisfying(
                        LynchetException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID))
                .hasMessageContaining("proxies");
    }
}
