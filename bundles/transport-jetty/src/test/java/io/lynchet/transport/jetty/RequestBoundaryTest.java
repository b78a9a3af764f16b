// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestBoundaryTest {
    private static final String POST = "POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n";
    private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    private final RequestBoundary boundary = new RequestBoundary();

    private void read(String text) {
        ByteBuffer buffer = ByteBuffer.wrap(("before" + text).getBytes(StandardCharsets.ISO_8859_1));
        boundary.read(buffer.position(2), text.length());
    }

    private boolean answered(long contentLength) {
        boundary.requestBegins(contentLength);
        boundary.requestEnds();
        return boundary.isWhole();
    }

    @Test
    void nothingRead_isWhole() {
        assertThat(boundary.isWhole()).isTrue();
    }

    @Test
    void headThatIsNotAnswered_isNotWhole() {
        read(GET);
        assertThat(boundary.isWhole()).isFalse();
        assertThat(answered(-1)).isTrue();
        read("G");
        assertThat(boundary.isWhole()).isFalse();
    }

    @Test
    void headInPieces_isWhole_whenItsEndComesInOne() {
        read("GET / HTTP/1.1\r\n");
        read("Host: x\r\n\r\n");
        assertThat(answered(0)).isTrue();
    }

    @Test
    void headThatIsCutInItsEnd_isNotWhole_forCertain() {
        read("GET / HTTP/1.1\r\nHost: x\r");
        read("\n\r\n");
        assertThat(answered(0)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"'',{},true", "{},'',true", "{,},true", "'',{}G,false", "{},G,false"})
    void body_isWhole_whenItIsAsLongAsAnnounced(String with, String after, boolean whole) {
        read(POST + with);
        boundary.requestBegins(2);
        if (!after.isEmpty()) {
            read(after);
        }
        boundary.requestEnds();
        assertThat(boundary.isWhole()).isEqualTo(whole);
    }

    @Test
    void chunkedBody_isWhole_withItsLastChunk() {
        read("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
        boundary.requestBegins(-1);
        read("2\r\n{}\r\n0\r\n\r\n");
        boundary.requestEnds();
        assertThat(boundary.isWhole()).isTrue();
    }

    @Test
    void moreThanTheRequest_isNeverWholeAgain() {
        read(POST + "{}GET / HTT");
        assertThat(answered(2)).isFalse();
        read("P/1.1\r\nHost: x\r\n\r\n");
        assertThat(answered(0)).isFalse();
        read(GET);
        assertThat(answered(0)).isFalse();
    }

    @Test
    void requestsThatCameTogether_areWhole_whenTheLastEndsLikeAHead() {
        read(GET + GET);
        boundary.requestBegins(0);
        boundary.requestEnds();
        assertThat(answered(0)).isTrue();
    }
}
