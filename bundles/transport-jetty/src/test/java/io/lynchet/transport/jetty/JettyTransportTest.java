// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.jetty;

import io.lynchet.testkit.transport.TransportAddressLimitContract;
import io.lynchet.testkit.transport.TransportAnswerEndContract;
import io.lynchet.testkit.transport.TransportBrokenRouterContract;
import io.lynchet.testkit.transport.TransportDrainContract;
import io.lynchet.testkit.transport.TransportEventStreamContract;
import io.lynchet.testkit.transport.TransportFixture;
import io.lynchet.testkit.transport.TransportGoneClientContract;
import io.lynchet.testkit.transport.TransportHandOverContract;
import io.lynchet.testkit.transport.TransportHostileFramesContract;
import io.lynchet.testkit.transport.TransportLaterAnswerContract;
import io.lynchet.testkit.transport.TransportMalformedRequestContract;
import io.lynchet.testkit.transport.TransportPaceContract;
import io.lynchet.testkit.transport.TransportRequestContract;
import io.lynchet.testkit.transport.TransportRouterSwapContract;
import io.lynchet.testkit.transport.TransportSlowLaneContract;
import io.lynchet.testkit.transport.TransportSlowRequestContract;
import io.lynchet.testkit.transport.TransportStrictReadingContract;
import io.lynchet.testkit.transport.TransportUnreadBodyContract;
import io.lynchet.testkit.transport.TransportWebSocketContract;
import io.lynchet.testkit.transport.TransportWebSocketEndContract;
import org.junit.jupiter.api.Nested;

/** The kit on Jetty. */
class JettyTransportTest {
    @Nested
    class Request extends TransportRequestContract {
        @Override
        protected TransportFixture fixture() {
            return new JettyFixture();
        }
    }

    @Nested
    class MalformedRequest extends TransportMalformedRequestContract {
        @Override
        protected TransportFixture fixture() {
            return new JettyFixture();
        }
    }

    @Nested
    class Pace extends TransportPaceContract {
        @Override
        protected TransportFixture fixture() {
            return new JettyFixture();
        }
    }

    @Nested
    class UnreadBody extends TransportUnreadBodyContract {
        @Override
        protected TransportFixture fixture() {
            return new JettyFixture();
        }
    }

    @Nested
    class BrokenRouter extends TransportBrokenRouterContract {
        @Override
        protected TransportFixture fixture() {
            return new JettyFixture();
        }
    }

    @Nested
    class AnswerEnd extends TransportAnswerEndContract {
        @Override
        protected TransportFixture fixture() {
            return new JettyFixture();
        }
    }

    @Nested
    class LaterAnswer extends TransportLaterAnswerContract {
        @Override
        protected TransportFixture fixture() {
            return new JettyFixture();
        }
    }

    @Nested
    class RouterSwap extends TransportRouterSwapContract {
        @Override
        protected TransportFixture fixture() {
            return new JettyFixture();
        }
    }

    @Nested
    class Drain extends TransportDrainContract {
        @Override
        protected TransportFixture fixture() {
            return new JettyFixture();
        }
    }

    @Nested
    class HandOver extends TransportHandOverContract {
        @Override
        protected TransportFixture fixture() {
            return new JettyFixture();
        }
    }

    @Nested
    class EventStream extends TransportEventStreamContract {
        @Override
        protected TransportFixture fixture() {
            return new JettyFixture();
        }
    }

    @Nested
    class WebSocket extends TransportWebSocketContract {
        @Override
        protected TransportFixture fixture() {
            return new JettyFixture();
        }
    }

    @Nested
    class WebSocketEnd extends TransportWebSocketEndContract {
        @Override
        protected TransportFixture fixture() {
            return new JettyFixture();
        }
    }

    @Nested
    class HostileFrames extends TransportHostileFramesContract {
        @Override
        protected TransportFixture fixture() {
            return new JettyFixture();
        }
    }

    @Nested
    class GoneClient extends TransportGoneClientContract {
        @Override
        protected TransportFixture fixture() {
            return new JettyFixture();
        }
    }

    @Nested
    class SlowLane extends TransportSlowLaneContract {
        @Override
        protected TransportFixture fixture() {
            return new JettyFixture();
        }
    }

    @Nested
    class SlowRequest extends TransportSlowRequestContract {
        @Override
        protected TransportFixture fixture() {
            return new JettyFixture();
        }
    }

    @Nested
    class AddressLimit extends TransportAddressLimitContract {
        @Override
        protected TransportFixture fixture() {
            return new JettyFixture();
        }
    }

    @Nested
    class StrictReading extends TransportStrictReadingContract {
        @Override
        protected TransportFixture fixture() {
            return new JettyFixture();
        }
    }
}
