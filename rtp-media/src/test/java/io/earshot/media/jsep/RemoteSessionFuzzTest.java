package io.earshot.media.jsep;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RemoteSessionFuzzTest {
    @FuzzTest(maxDuration = "30s")
    void shouldReadAnyTextOrRefuseIt(byte[] text) {
        if (RemoteSession.read(new String(text, StandardCharsets.UTF_8)) instanceof RemoteSession.Outcome.Read read) {
            RemoteSession session = read.session();
            List<LocalSection> rejecting =
                    session.sections().stream().map(LocalSection::rejecting).toList();
            LocalSessionTest.read(LocalSessionTest.session(rejecting).toSdp());
        }
    }

    @Test
    void shouldSurviveMutationsOfARealAnswer() {
        Random random = new Random(1);
        byte[] answer = RemoteSessionTest.ANSWER.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 3_000; round++) {
            byte[] mutated = answer.clone();
            for (int i = random.nextInt(8); i >= 0; i--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(128);
            }
            shouldReadAnyTextOrRefuseIt(mutated);
        }
    }
}
