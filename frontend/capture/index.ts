// Boards and groups, made livelier. Everything here also works without.
import { addInPlace, showNew } from "./board";
import { countOnTheButton } from "./groups";
import { printButtons } from "./sheets";
import { showWordsStillHere } from "./still_here";

addInPlace();
showNew();
countOnTheButton();
printButtons();
showWordsStillHere();
