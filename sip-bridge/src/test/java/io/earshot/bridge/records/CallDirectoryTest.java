package io.earshot.bridge.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallDirectoryTest {
    @Test
    void shouldTellEveryListenerInOrderWhateverTheOthersDo() throws Exception {
        LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
        CountDownLatch released = new CountDownLatch(1);
        try (CallDirectory directory = new CallDirectory(10)) {
            directory.onEnded(_ -> {
                throw new IllegalStateException("a listener's bug");
            });
            directory.onEnded(_ -> awaitQuietly(released));
            directory.onEnded(record -> heard.add(record.callId()));

            directory.end(new EndedCall("A"), Records.ended("A"));
            directory.end(new EndedCall("B"), Records.ended("B"));

            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("A");
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("B");
            released.countDown();
        }
    }

    @Test
    void shouldGiveTheJournalARecordBeforeTheCallIsForgotten() {
        StringBuilder order = new StringBuilder();
        CallDirectory[] holder = new CallDirectory[1];
        try (CallDirectory directory =
                new CallDirectory(10, record -> order.append(record.callId()).append(holder[0].runningCount()))) {
            holder[0] = directory;
            EndedCall call = new EndedCall("A");
            directory.add(call);

            directory.end(call, Records.ended("A"));

            assertThat(order).hasToString("A1");
            assertThat(directory.runningCount()).isZero();
        }
    }

    @Test
    void shouldCountWhatListenersThrowAndFinishWhatWaitsOnClosing() {
        CallDirectory directory = new CallDirectory(10);
        LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
        directory.onEnded(record -> {
            heard.add(record.callId());
            throw new IllegalStateException("a listener's bug");
        });
        for (int i = 0; i < 100; i++) {
            directory.end(new EndedCall("C" + i), Records.ended("C" + i));
        }

        directory.close();

        assertThat(heard).hasSize(100);
        assertThat(directory.listenerFaults()).isEqualTo(100);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A call that is over. */
    private record EndedCall(String callId) implements CallDirectory.RunningCall {
        @Override
        public String sipCallId() {
            return "sip-" + callId;
        }

        @Override
        public String mode() {
            return "direct";
        }

        @Override
        public CallRecord record() {
            return Records.ended(callId);
        }
    }
}
