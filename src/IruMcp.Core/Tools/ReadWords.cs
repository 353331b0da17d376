namespace IruMcp.Tools;

/// <summary>Finds words in names and sentences that show that a tool does more than read.</summary>
internal static class ReadWords
{
    /// <summary>Nouns that make the deed before them a topic, as in "erase log".</summary>
    private static readonly HashSet<string> Topics = Verbs.Words(
        "log status state history policy list count detail info information report event setting result summary record activity audit statistic stat metric " +
        "queue entry configuration config option rule request reason schedule version date time id uuid guid identifier at by after before since until type " +
        "name index limit number size format failure error progress output certificate guide window period queue job template availability " +
        "eligibility permission requirement capability response message notification alert timestamp age threshold level code key pin category kind");

    /// <summary>Arguments by which one can do anything.</summary>
    private static readonly HashSet<string> FreeCommands = Verbs.Words(
        "action actions operation method verb script command cmd sql code url uri statement shell mutation program executable expression httpmethod requestmethod");

    private static readonly HashSet<string> FreeCommandEndings = Verbs.Words("action operation method script command cmd sql statement mutation");

    /// <summary>Arguments that say which part of a list is wanted.</summary>
    private static readonly HashSet<string> ListArguments = Verbs.Words("start end stop from to format sort order set source search query sync request none");

    private static readonly HashSet<string> Determiners = Verbs.Words("the a an it them all every each any its their this these those your whole");

    private static readonly HashSet<string> Leads = Verbs.Words("and or then to also can will may by");

    /// <summary>The word of a name that nothing explains; null for none.</summary>
    /// <param name="words">The words of the name without its verb of reading.</param>
    public static string? DeedIn(IReadOnlyList<string> words)
    {
        var last = words.Count - 1;
        for (var i = 0; i <= last; i++)
        {
            if (Deeds.IsDeed(words[i]) && !Deeds.IsThings(words[i]) && (i == last || !IsTopic(words[last])))
                return words[i];
            if (i == last && Deeds.IsState(words[i]) && last > 0)
                return words[i];

            // "find and bulldoze device": what comes behind it is done too, unless it is one more thing.
            if (words[i] is "and" or "then" or "plus" && i < last && !Verbs.IsReading(words[i + 1]) && !IsTopic(words[i + 1]) && NameWords.Singular(words[i + 1]) == words[i + 1])
                return words[i + 1];
        }
        return null;
    }

    /// <summary>What makes more than the argument of a read of it: a deed, or a way to send any; null for nothing.</summary>
    public static string? DeedIn(SchemaLeaf leaf)
    {
        foreach (var name in leaf.Path)
            if (DeedInArgument(name) is { } deed)
                return deed;
        if (leaf.IsFree && SchemaLeaves.Wrappers.Contains(leaf.Name))
            return leaf.Name;
        return leaf.Said.Select(DeedInValue).FirstOrDefault(deed => deed is not null);
    }

    /// <summary>The deed that the first sentence of a description speaks of; null for none.</summary>
    /// <param name="text">The description.</param>
    /// <param name="isTrusted">True lets verbs pass of which nothing is known.</param>
    public static string? DeedInSentence(string text, bool isTrusted)
    {
        var tokens = Tokens(FirstSentence(text));
        for (var i = 0; i < tokens.Count; i++)
        {
            var (word, next) = (tokens[i].Word, i + 1 < tokens.Count ? tokens[i + 1].Word : "");
            if (word.Any(letter => letter > '\u024f' && char.IsLetter(letter)))
                return word;
            var isLed = i == 0 || tokens[i].IsBehindMark || Leads.Contains(tokens[i - 1].Word);
            if (Deeds.IsDeed(word) && !IsTopic(next) && (isLed || Deeds.IsVerbalOnly(word) && !IsNoun(tokens, i) || Determiners.Contains(next)))
                return word;

            // Whatever the verb is, "smurfs the device" does something to it.
            if (!isTrusted && isLed && (i == 0 ? next is "the" or "a" or "an" or "it" or "them" or "all" or "every" or "this" : next is "it" or "them" or "the" or "a" or "an")
                && !IsReadingForm(word) && !Determiners.Contains(word) && !IsPreposition(word))
                return word;
        }
        return null;
    }

    /// <summary>The deed that a sentence begins with, or names behind "and", done to something; null for none.</summary>
    /// <param name="text">A description.</param>
    /// <param name="explained">Words that are expected to be there.</param>
    public static string? ClaimedDeed(string text, HashSet<string> explained)
    {
        var tokens = Tokens(FirstSentence(text));
        for (var i = 0; i < tokens.Count; i++)
        {
            var (word, next) = (tokens[i].Word, i + 1 < tokens.Count ? tokens[i + 1].Word : "");
            var isPlace = i == 0 ? Determiners.Contains(next) || Deeds.IsVerbalOnly(word) && word.EndsWith("s", StringComparison.Ordinal)
                : tokens[i - 1].Word is "and" or "then" && Determiners.Contains(next);
            if (isPlace && Deeds.IsDeed(word) && !explained.Contains(NameWords.Singular(word)))
                return word;
        }
        return null;
    }

    public static bool IsTopic(string word) => Topics.Contains(NameWords.Singular(word));

    /// <summary>True for a verb of reading in one of its forms: "gets", "listing".</summary>
    public static bool IsReadingForm(string word) =>
        Verbs.IsReading(word) || Verbs.IsReading(NameWords.Singular(word)) || word is "queries" or "searches" or "fetches" or "returns" or "return"
            or "provides" or "provide" or "tells" or "tell" or "gives" or "give" or "asks" or "looks" or "look" or "downloads" or "reports" or "report";

    public static string FirstSentence(string text)
    {
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        var line = text.IndexOf('\n');
        if (line >= 0 && (end < 0 || line < end))
            end = line;
        return end < 0 ? text : text.Substring(0, end);
    }

    private static string? DeedInArgument(string name)
    {
        var words = NameWords.Split(name);
        if (words.Count == 0 || name.Any(character => character > '\u007f'))
            return name;
        var last = words[words.Count - 1];
        if (words.Count == 1)
            return ListArguments.Contains(last) ? null : FreeCommands.Contains(last) || Deeds.IsDeed(last) ? last : null;
        if (FreeCommandEndings.Contains(last) || FreeCommands.Contains(Identifiers.Plain(name)))
            return last;
        return IsTopic(last) ? null : words.FirstOrDefault(Deeds.IsDeed);
    }

    private static string? DeedInValue(string value)
    {
        var words = NameWords.Split(value.Trim('"'));
        if (value.Any(character => character > '\u007f' && char.IsLetter(character)))
            return value;
        return words.Count == 0 || IsTopic(words[words.Count - 1]) ? null : words.FirstOrDefault(word => Deeds.IsDeed(word) && !word.EndsWith("ing", StringComparison.Ordinal));
    }

    /// <summary>"Of an uninstall", "the lock": a thing, and not what is done.</summary>
    private static bool IsNoun(List<Token> tokens, int index) => index > 0 && tokens[index - 1].Word is "a" or "an" or "of" or "the" or "last" or "its";

    private static bool IsPreposition(string word) =>
        word is "of" or "in" or "on" or "for" or "with" or "from" or "by" or "at" or "about" or "to" or "not" or "or" or "and" or "whether" or "if" or "which" or "that" or "what" or "how" or "is" or "only" or "as" or "both" or "one" or "into";

    private static List<Token> Tokens(string sentence)
    {
        var tokens = new List<Token>();
        var start = -1;
        var isBehindMark = false;
        for (var i = 0; i <= sentence.Length; i++)
            if (i < sentence.Length && (char.IsLetter(sentence[i]) || sentence[i] == '\'' && start >= 0))
            {
                start = start < 0 ? i : start;
            }
            else
            {
                if (start >= 0)
                {
                    tokens.Add(new Token(sentence.Substring(start, i - start).ToLowerInvariant(), isBehindMark));
                    (start, isBehindMark) = (-1, false);
                }
                isBehindMark |= i < sentence.Length && sentence[i] is ',' or ':' or ';' or '(' or '/' or '.' or '!' or '"' or '`';
            }
        return tokens;
    }

    /// <param name="Word">The word in lower case.</param>
    /// <param name="IsBehindMark">True behind a comma, a colon and the like.</param>
    private sealed record Token(string Word, bool IsBehindMark);
}
