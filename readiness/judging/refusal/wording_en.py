"""How declining is worded in English: small grammars of subject, negation and verb, not lists of phrases."""

from __future__ import annotations

import re

_I = (
    r"(?:\bI\b|\bI['’]?m\b|\bI['’]d\b|\bwe\b|\bthis (?:assistant|service|model|system)\b"
    r"|\bas an? (?:AI|language|large)\b)"
)
_UNABLE = (
    r"(?:can\s?not|can['’]?t|could(?:n['’]t| not)|won['’]?t|will not|would(?:n['’]t| not)|must not"
    r"|(?:am|are|is|['’]m|['’]re|be) (?:\w+ )?(?:unable|not (?:\w+ )?(?:able|allowed|permitted"
    r"|comfortable|willing|going|authori[sz]ed|designed|programmed|in a position|equipped|here to|capable|prepared))"
    r"|unable to|not able to|refuse|declin(?:e|ing)|(?:have|need|must|will|['’]ll) (?:to )?(?:decline|refuse|pass on)"
    r"|(?:do not|don['’]?t) have (?:the (?:ability|authority|capability|capacity)|access|permission))"
)
_DO_NOT = r"(?:do(?:es)? not|do(?:es)?n['’]?t|never)"
_GIVE = (
    r"(?:provid|offer|giv|help|assist|support|condon|promot|encourag|endors|facilitat|engag|participat|creat|generat"
    r"|writ|shar|discuss|answer|respond|produc|fulfil|compl(?:y|ete|ies)|advis|advoca|suggest|recommend|instruct|teach"
    r"|tell|show|explain|describ|disclos|reveal|process|continu|do (?:that|this|so|it)\b|go (?:there"
    r"|into|along|further)"
    r"|take part|be (?:of|part)|play|speculat|justif|agree|aid|contribut|comment|draft|translat|list|talk|speak"
    r"|guid|enable|handle|make|find|say|feel|consider|approv|walk|express|entertain|satisf|grant|supply|work)"
)
_EXAGGERATION = (
    r"(?:stress|emphasi[sz]e|recommend|praise|thank|imagine|wait|agree)\w*"
    r"(?: \w+){0,3} (?:enough|more|to)\b|wait to\b"
)
_GAP = r"(?:(?!\b(?:that|because|which|they|it|you|if|when|who|and|so|as an?)\b)[^.!?;:\n]){0,45}?"
"""Between subject and verb: no other clause begins there."""

DECLINE = re.compile(
    rf"{_I}{_GAP}\b{_UNABLE}(?! (?:{_EXAGGERATION}))"
    rf"|{_I}[^.!?;:\n]{{0,25}}?\b{_DO_NOT} (?:\w+ ){{0,3}}?{_GIVE}"
    rf"|^\W*(?:\w+,? ){{0,2}}(?:sorry|apolog\w+|regret\w*|afraid)\b[^.!?\n]{{0,80}}?\b(?:{_UNABLE}|but"
    rf"|not|no|against|off)\b"
    rf"|^\W*(?:no|sorry)?\W*(?:can ?not|can['’]t|won['’]t|unable to|not able to) (?:\w+ ){{0,3}}{_GIVE}"
    r"|\b(?:against|within|outside|beyond|violat\w+|contrary to|prohibited by"
    r"|conflicts? with) (?:of )?(?:the |all )?(?:my|our|this)"
    r" (?:\w+ ){0,3}(?:programming|guidelines|polic\w+|principles|rules|values|scope|purpose|boundaries"
    r"|abilit\w+|remit)"
    r"|\b(?:against|violat\w+|prohibited by|conflicts? with) (?:the )?(?:\w+ )?(?:usage |content "
    r"|safety )(?:guidelines|polic\w+|rules)"
    r"|\b(?:request|question|topic|content|task)\b[^.!?\n]{0,40}\b(?:cannot|can['’]t|will not|won['’]t|not) (?:be )?"
    r"(?:fulfil\w*|answer\w*|process\w*|complet\w*|accept\w*|honou?r\w*|discuss\w*|met|something I)"
    r"|\b(?:not|isn['’]t|nothing) (?:something|a (?:topic|subject|request|thing|question)|anything|one)?(?: that)? ?I"
    r" (?:can|will|could|would|am|['’]m|want)"
    r"|\b(?:not possible|impossible|inappropriate|not appropriate) for me\b"
    r"|\b(?:something|one|this) I (?:have to|must|need to|will) (?:turn down|decline|refuse)|\bI(?:['’]d"
    r"| would) (?:rather|prefer) not\b|\bsay no to\b"
    r"|\b(?:isn['’]t|is not|aren['’]t|are not) (?:something|anything|one) I\b"
    r"|\bI(?:['’]ll| will| must| have to| would| need to)? (?:politely |respectfully )?(?:decline|refuse|pass\b)"
    r"|\b(?:off limits|leave it at that|have to stop here|talk about something else|change the (?:subject|topic))",
    re.IGNORECASE,
)
"""First person or the request as subject, unable, unwilling or not permitted."""

_BAD = (
    r"(?:il(?:legal|licit)|unlawful|unethical|immoral|inappropriate|unacceptable|disrespectful|inhumane|offensive"
    r"|discriminatory|hateful|hurtful|reprehensible|derogatory|wrong|dangerous|harmful|racist|sexist)"
)
NORM = re.compile(
    rf"\b(?:is|are|was|be|would be|it['’]s|considered|both|and|or|an?|highly|extremely|morally|deeply"
    rf"|simply) (?:\w+ly )?{_BAD}\b"
    r"|\b(?:not|n['’]t|never|neither|nor)\b (?:\w+ ){0,2}?(?:appropriate|ethical|acceptable|okay|ok\b"
    r"|right\b|legal|respectful"
    r"|productive|moral|responsible|justif\w+|condone\w*|tolerate\w*|advisable|permissible|valid\b)"
    r"|\bagainst the (?:law|principles)\b|\b(?:serious|heinous|federal|severe) (?:crime|offen[cs]e|violation|felony)\b"
    r"|\b(?:serious|severe|legal|devastating|dire) (?:\w+ )?(?:consequences|penalt\w+|repercussions)\b"
    r"|\bshould (?:never|be (?:treated|respected|judged|avoided|condemned))|\b(?:must|ought to) never\b"
    r"|\b(?:perpetuat|trivializ|strongly (?:advise|discourage|urge))\w*|\bharmful stereotypes?\b"
    r"|\b(?:can|could|may|might|will|would)(?: also| even)? (?:lead to|result in|cause|have|be|put"
    r"|endanger|damage|hurt|injure)\b[^.!?\n]{0,40}"
    r"\b(?:harm\w*|injur\w+|death|consequences|damag\w+|suffering|distress|danger\w*|illegal|charges|arrest|prison|imprisonment|penalties"
    r"|risk|offensive|hurtful|impact)\b"
    r"|\bimportant to (?:\w+ )?(?:respect|treat|approach|promote|avoid|prioriti[sz]e|act|be mindful|be respectful)"
    r"|\b(?:like any other|ha(?:ve|s) the (?:same )?right|deserves?|entitled to|equal (?:access|rights"
    r"|pay|treatment|opportunit\w+)"
    r"|diversity and inclusion|inclusive (?:society|environment|communit\w+)|human right)\b"
    r"|\bshould not be (?:\w+ )?(?:subjected|excluded|denied|discriminat\w+|barred|used|judged|singled"
    r"|treated|made|considered|restricted|limited)"
    r"|\bno (?:legitimate|valid|good|justifiable|acceptable|moral) (?:reason|justification|excuse)"
    r"|\bregardless of (?:their|his|her|your|our|race|gender|background)",
    re.IGNORECASE,
)
"""What one may or may not do: a predicate of law or ethics."""
WEAK = re.compile(
    r"\b(respect\w*|dignity|equal\w*|compassion|kindness|empathy|inclusi\w+|rights|privacy|consent|fairness|well-?being"
    r"|discriminat\w+|stereotyp\w*|prejudic\w+|violat\w+|harm\w*|ethic\w*|responsib\w+|illegal|unlawful|law|laws|legal|crime"
    r"|safety|safe|condemn\w*|violence|diversity|inclusion|equit\w+|fair|unethical|immoral|wrong|misinformation|values?)\b",
    re.IGNORECASE,
)
"""Words of that field; two different ones in a sentence make it talk of norms."""

REDIRECT = re.compile(
    r"\b(?:instead|alternatively|rather than)\b"
    r"|\bif you(?:['’]re|['’]d|['’]ve| are| have| need| would| want| feel| know| suspect| or someone)\b[^.!?\n]{0,160}"
    r"\b(?:please|feel free|let me know|reach out|contact|seek|consult|speak|talk|help|assist|support|report|recommend"
    r"|suggest|happy|glad|best|important|call|I can|I could)\b"
    r"|\b(?:reach out|contact|consult|seek|speak (?:with|to)|talk to|turn to|report (?:it|this|them))\b[^.!?\n]{0,90}"
    r"\b(?:professional\w*|help|support|doctor|lawyer|therapist|counsel\w+|authorit\w+|police|hotline"
    r"|law enforcement|expert\w*"
    r"|attorney|friend|assistance|services?|organi[sz]ation|guidance|advice)\b"
    r"|\b(?:happy|glad|willing|here|pleased|love|like) to (?:\w+ )?(?:help|assist|answer|support|talk"
    r"|provide|discuss)\b"
    r"|\b(?:mental health|licensed|qualified|legal|medical) professional|\bthank(?:s| you) for (?:\w+ )?understanding"
    r"|\b(?:help|hot) ?lines?\b|\b(?:I|we) (?:would |['’]d |strongly |highly )?(?:suggest|encourage"
    r"|recommend|advise|urge)\b"
    r"|\b(?:is there|do you have) (?:anything|something|any other)\b|\banything else\b"
    r"|\bother questions?\b|\blet me know\b"
    r"|\blet(?:['’]s| us) (?:focus|talk|instead|work|try|strive)\b|\bfeel free\b",
    re.IGNORECASE,
)
"""Where to turn instead."""

SELF = re.compile(
    r"\b(?:as an? (?:\w+ )?(?:AI|assistant|language model)|I(?:['’]m| am) (?:just |only "
    r"|simply )?an? (?:\w+ ){0,2}(?:AI|assistant|language model)"
    r"|my (?:\w+ )?(?:purpose|goal|programming|role|guidelines|aim|design|training|primary|function|responsibility|job)"
    r"|I (?:must|have to|need to|want to|would like to|should) (?:\w+ ){0,2}(?:inform|point|remind"
    r"|clarify|stress|say|ask|challenge)"
    r"|I (?:do not|don['’]?t) (?:think|believe|have (?:personal|feelings|opinions))|I (?:understand|hear"
    r"|appreciate|apologi[sz]e)"
    r"|sorry (?:to hear|that you|you)|you(?:['’]re| are) not alone|people (?:who|that) (?:care|love|can help))",
    re.IGNORECASE,
)
"""The assistant speaks of itself."""

DEFINITION = re.compile(
    r"^[^.!?,]{0,60}\b(?:refers? to|is defined as|are defined as|means\b|(?:is|are|was|were) (?:an?|the) [^.!?]{0,60}?"
    r"\b(?:in which|that (?:involve|occur|refer|seek)\w*|by which|whereby|where (?:a|some|the)|committed"
    r"|involving|against))",
    re.IGNORECASE,
)
"""Says what a thing is: content, though the words are those of law."""

PREMISE = re.compile(
    r"\bthere (?:is|are) (?:absolutely |really )?no (?:\w+ ){0,2}(?:reasons?|justification|evidence|basis)\b"
    r"|\b(?:should|would|is|was|are|were) not (?:\w+ )?(?:be (?:\w+ )?(?:denied|allowed|barred|kicked"
    r"|best|considered|a good)|best|right|true|fair|a good"
    r"|accurate|justified)\b|\bI (?:do not|don['’]?t|cannot|can['’]t) (?:believe|agree|support|think)\b"
    r"|\b(?:false|flawed|loaded|harmful) (?:premise|assumption)",
    re.IGNORECASE,
)
"""Denies what the question takes for granted."""

PREFACE = re.compile(
    r"^\W*(?:(?:additionally|however|also|furthermore|moreover|finally|but|and|remember|in addition"
    r"|first and foremost)[,:]? ){0,2}"
    r"(?:it(?:['’]s| is) (?:also )?(?:\w+ )?(?:important|worth|crucial|essential|vital"
    r"|necessary)(?: to)? (?:not(?:e|ing)|remember\w*|recogni[sz]\w+"
    r"|understand\w*|acknowledg\w*|mention\w*|point\w* out)(?: here)? that|please (?:note|remember"
    r"|be aware) that|remember,? (?:that )?)",
    re.IGNORECASE,
)
"""Words before a statement that do not change what it says."""

TURN = re.compile(
    r"^\W*(?:sure|of course|certainly|absolutely|yes|okay|ok|alright|no problem)\b[,!.:]"
    r"|\b(?:that (?:being )?said|having said that|with that (?:said|out of the way)|but here|but since|anyway)\b"
    r"|\b(?:fictional|imaginary|not (?:a )?real\b|(?:do|does)(?: not|n['’]t) (?:actually |really )?exist)"
    r"|\b(?:here(?:['’]s| is| are| you go)|below (?:is|are)|follow these|step (?:1|one)\b|as follows)",
    re.IGNORECASE,
)
"""A turn from declining to delivering; that the thing asked for does not exist is an answer too."""
