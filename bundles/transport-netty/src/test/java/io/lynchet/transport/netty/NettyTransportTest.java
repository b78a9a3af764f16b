// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.netty;

import io.lynchet.testkit.transport.TransportFixture;
import io.lynchet.testkit.transport.channel.TransportEventStreamContract;
import io.lynchet.testkit.transport.channel.TransportHostileFramesContract;
import io.lynchet.testkit.transport.channel.TransportWebSocketContract;
import io.lynchet.testkit.transport.channel.TransportWebSocketEndContract;
import io.lynchet.testkit.transport.end.TransportDrainContract;
import io.lynchet.testkit.transport.end.TransportHandOverContract;
import io.lynchet.testkit.transport.limit.TransportAddressLimitContract;
import io.lynchet.testkit.transport.limit.TransportGoneClientContract;
import io.lynchet.testkit.transport.limit.TransportPaceContract;
import io.lynchet.testkit.transport.limit.TransportSlowLaneContract;
import io.lynchet.testkit.transport.limit.TransportSlowRequestContract;
import io.lynchet.testkit.transport.request.TransportAnswerEndContract;
import io.lynchet.testkit.transport.request.TransportBrokenRouterContract;
import io.lynchet.testkit.transport.request.TransportLaterAnswerContract;
import io.lynchet.testkit.transport.request.TransportMalformedRequestContract;
import io.lynchet.testkit.transport.request.TransportRequestContract;
import io.lynchet.testkit.transport.request.TransportRouterSwapContract;
import io.lynchet.testkit.transport.request.TransportStrictReadingContract;
import io.lynchet.testkit.transport.request.TransportUnreadBodyContract;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The kit on Netty. */
class NettyTransportTest {
    private static Future<?> later;

    /** Netty's own thread ends after a second without work, for which the search for leaks waited after each test. */
    @BeforeAll
    static void keepTheThreadOfNetty() {
        later = GlobalEventExecutor.INSTANCE.schedule(() -> {}, 1, TimeUnit.DAYS);
    }

    @AfterAll
    static void leaveTheThreadOfNetty() {
        later.cancel(false);
    }

    @Nested
    class Request extends TransportRequestContract {
        @Override
        protected TransportFixture fixture() {
            return new NettyFixture();
        }
    }

    @Nested
    class MalformedRequest extends TransportMalformedRequestContract {
        @Override
        protected TransportFixture fixture() {
            return new NettyFixture();
        }
    }

    @Nested
    class Pace extends TransportPaceContract {
        @Override
        protected TransportFixture fixture() {
            return new NettyFixture();
        }
    }

    @Nested
    class UnreadBody extends TransportUnreadBodyContract {
        @Override
        protected TransportFixture fixture() {
            return new NettyFixture();
        }
    }

    @Nested
    class BrokenRouter extends TransportBrokenRouterContract {
        @Override
        protected TransportFixture fixture() {
            return new NettyFixture();
        }
    }

    @Nested
    class AnswerEnd extends TransportAnswerEndContract {
        @Override
        protected TransportFixture fixture() {
            return new NettyFixture();
        }
    }

    @Nested
    class LaterAnswer extends TransportLaterAnswerContract {
        @Override
        protected TransportFixture fixture() {
            return new NettyFixture();
        }
    }

    @Nested
    class RouterSwap extends TransportRouterSwapContract {
        @Override
        protected TransportFixture fixture() {
            return new NettyFixture();
        }
    }

    @Nested
    class Drain extends TransportDrainContract {
        @Override
        protected TransportFixture fixture() {
            return new NettyFixture();
        }
    }

    @Nested
    class HandOver extends TransportHandOverContract {
        @Override
        protected TransportFixture fixture() {
            return new NettyFixture();
        }
    }

    @Nested
    class EventStream extends TransportEventStreamContract {
        @Override
        protected TransportFixture fixture() {
            return new NettyFixture();
        }
    }

    @Nested
    class WebSocket extends TransportWebSocketContract {
        @Override
        protected TransportFixture fixture() {
            return new NettyFixture();
        }
    }

    @Nested
    class WebSocketEnd extends TransportWebSocketEndContract {
        @Override
        protected TransportFixture fixture() {
            return new NettyFixture();
        }
    }

    @Nested
    class HostileFrames extends TransportHostileFramesContract {
        @Override
        protected TransportFixture fixture() {
            return new NettyFixture();
        }
    }

    @Nested
    class GoneClient extends TransportGoneClientContract {
        @Override
        protected TransportFixture fixture() {
            return new NettyFixture();
        }
    }

    @Nested
    class SlowLane extends TransportSlowLaneContract {
        @Override
        protected TransportFixture fixture() {
            return new NettyFixture();
        }
    }

    @Nested
    class SlowRequest extends TransportSlowRequestContract {
        @Override
        protected TransportFixture fixture() {
            return new NettyFixture();
        }
    }

    @Nested
    class AddressLimit extends TransportAddressLimitContract {
        @Override
        protected TransportFixture fixture() {
            return new NettyFixture();
        }
    }

    @Nested
    class StrictReading extends TransportStrictReadingContract {
        @Override
        protected TransportFixture fixture() {
            return new NettyFixture();
        }
    }
}
