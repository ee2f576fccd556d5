package io.earshot.bridge.delivery;

import io.earshot.bridge.config.DeliveryConfig;
import io.earshot.bridge.config.Secret;
import io.earshot.bridge.records.CallJournal;
import io.earshot.bridge.records.Records;
import io.earshot.bridge.records.TestJournals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Ends calls as quickly as it can, prints the id of each whose record is safe, and feeds a webhook, until it is killed. */
final class KilledProcess {
    private KilledProcess() {}

    /** @param args folder, prefix of ids, port of the webhook */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        CallJournal journal = CallJournal.open(TestJournals.config(folder, 100_000, true));
        DeliveryConfig webhook = new DeliveryConfig(
                "http://127.0.0.1:" + args[2] + "/",
                new Secret("top"),
                List.of(DeliveryConfig.Event.ENDED),
                Duration.ofSeconds(2),
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                3,
                Duration.ZERO,
                0,
                "");
        FeedConfig patience = new FeedConfig(Duration.ofMillis(10), Duration.ofMillis(50), 3, Duration.ZERO, 0);
        JournalFeed.start(journal, folder.resolve("calls.jsonl"), new WebhookReceiver(webhook), patience);
        for (int i = 0; ; i++) {
            String id = args[1] + i;
            journal.add(Records.ended(id));
            System.out.println(id);
            System.out.flush();
            if (i % 20 == 0) {
                Thread.sleep(1);
            }
        }
    }
}
